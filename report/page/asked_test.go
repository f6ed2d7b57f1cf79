package page

import "testing"

// What a message needs is said once where its field has the same name.
func TestNeedsAreSaidOnce(t *testing.T) {
	for message, want := range map[string]string{
		"not computed; what you pay for power: “What you pay for power” 0.08USD/kWh": "not computed; what you pay for power",
		"today's price: “Bitcoin price” 76000USD":                                    "today's price: “Bitcoin price” 76000USD",
	} {
		if got := plainly(message); got != want {
			t.Errorf("%q is shown as %q, want %q", message, got, want)
		}
	}
}
