"""An extract from the record of somebody who has died or left for good."""
