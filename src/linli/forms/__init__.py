"""Forms: questions, conditions, checks of answers, XLSForm. Every engine asks through them."""
