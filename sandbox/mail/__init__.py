"""The stand-in of everybody's mailbox: an SMTP server and a reader."""
