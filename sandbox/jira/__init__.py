"""The stand-in of Jira Cloud: REST v2 and v3, webhooks, a board and issue pages."""
