package offer

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A key is found by its path whatever the position in its lists, and its words are its own copy.
func TestFieldAt(t *testing.T) {
	paid := FieldAt("fees[7].paid")
	want := Field{Path: "fees[7].paid", Kind: ChoiceField, Words: Words{
		Ask: "How is that fee paid?", Write: "deducted or separately", Label: "Paid",
		Why: "A deducted fee never costs more than the day earned; a separate one does.",
		Choices: []Choice{{"deducted", "taken from the bitcoin you receive", "out of the payout"},
			{"separately", "you pay it on top", "on top, separately"}}}}
	if diff := cmp.Diff(want, paid); diff != "" {
		t.Error(diff)
	}
	paid.Choices[0].Label = "spoilt"
	if FieldAt("fees[0].paid").Choices[0].Label != want.Choices[0].Label {
		t.Error("a caller can write into the table")
	}
	if by := FieldAt("stops[0].by"); by.Write != "provider, buyer or automatic" ||
		by.Choices[2].Label != "automatic" {
		t.Errorf("the words of a closed list are not its choices: %+v", by)
	}
	defer func() {
		if recover() == nil {
			t.Error("a key that the document does not have is found")
		}
	}()
	FieldAt("fees[0].paied")
}
