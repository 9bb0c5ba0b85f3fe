"""`make chaos`: thousands of reports and what people do about them, while everything around Wilco fails."""
