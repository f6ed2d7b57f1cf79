package page

import "testing"

// What a message needs is said once where its field has the same name, and neither line nor key of a document
// is shown, also behind the name of an offer.
func TestMessagesOnPages(t *testing.T) {
	const named = "HashPro: for 365 days at $500.00: "
	for message, want := range map[string]string{
		"it needs what you pay for power: “What you pay for power” 0.08USD/kWh": "it needs what you pay for power",

		"today's price: “Bitcoin price” 76000USD":        "today's price: “Bitcoin price” 76000USD",
		"13:19: hardware.model: several have it":         "The machine: several have it",
		named + "13:19: hardware.model: several have it": named + "The machine: several have it",
		named + "the market is known to 2026-10-03":      named + "the market is known to 2026-10-03",
		"sold from 12:30 on":                             "sold from 12:30 on",
	} {
		if got := plainly(message); got != want {
			t.Errorf("%q is shown as %q, want %q", message, got, want)
		}
	}
}
