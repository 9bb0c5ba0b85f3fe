"""The stand-in of Amazon SES: its two APIs as far as mail is sent by them, and the account with its quota."""
