"""How documents are taken in, looked at, sealed, shown, printed and read again: the same in every service that takes
them (architecture.md 7). It opens files of strangers with large libraries, so a service asks for it by the extra
`casework[documents]`; who only wants a history does not pay for it."""
