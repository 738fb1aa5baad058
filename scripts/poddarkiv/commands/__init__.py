"""One module for each verb: it orders the steps. What the steps do lies below."""
