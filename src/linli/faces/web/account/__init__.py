"""Log-ins: their addresses, how often one may be wrong, sessions."""
