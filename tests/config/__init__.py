"""How the house starts, and the linli command."""
