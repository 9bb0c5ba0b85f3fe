"""The stand-in of Carrot quest: the API, the webhook, the operators' desk and the customers' side of it."""
