"""Charts and maps as SVG, drawn from figures alone, with the type and colours they share."""
