"""A whole house in one file, taken while it is open; and a house put back from such a file."""

from linli.core.backup.locks import Locked, is_locked
from linli.core.backup.manifest import Manifest
from linli.core.backup.restoring import Restored, ends_in, restore
from linli.core.backup.saving import backup

__all__ = ["Locked", "Manifest", "Restored", "backup", "ends_in", "is_locked", "restore"]
