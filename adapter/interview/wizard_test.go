package interview

import (
	"bytes"
	"strings"
	"testing"

	"github.com/assaymining/assay/offer"
)

// Somebody answers four questions, one of them wrongly first; the rest stays unknown.
func TestWizardLineByLine(t *testing.T) {
	in := strings.NewReader("BitFuFu\nClassic 360\ncloud\n\n\n30\n30 TH/s\n360d\n")
	var out bytes.Buffer
	document, _, err := Interview{in, &out, true, true, 80}.Offer()
	if err != nil {
		t.Fatal(err)
	}
	want := "schema: assay/offer/v1\nprovider: {name: BitFuFu}\nproduct: Classic 360\nkind: " +
		"cloud\nalgorithm: sha256\nhashrate: 30 TH/s\nterm: 360d\n"
	if got := string(document); got != want {
		t.Errorf("got\n%s", got)
	}
	if !strings.Contains(out.String(), `hashrate: "30" has no unit`) {
		t.Errorf("the slip was not explained:\n%s", out.String())
	}
}

// Questions that an answer makes pointless are not asked.
func TestWizardSkips(t *testing.T) {
	var out bytes.Buffer
	_, _, err := Interview{strings.NewReader("\n\ncloud\n\n\n1 TH/s\n\n\n20 " +
		"USD\nno\n"), &out, true, false, 80}.Offer()
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"What do you bid", "Or what is the price", "What is the daily " +
		"fee", "electricity?"} {
		if strings.Contains(out.String(), never) {
			t.Errorf("asked %q", never)
		}
	}
}

func TestWizardWithoutAnswers(t *testing.T) {
	var out bytes.Buffer
	if _, _, err := (Interview{strings.NewReader("\n\n"), &out, true, false, 80}).Offer(); err == nil || !strings.Contains(err.Error(), "nothing was answered") {
		t.Errorf("got %v", err)
	}
}

// What was answered is kept, also where it is too little for the economics to be judged.
func TestWizardKeepsAnswers(t *testing.T) {
	var out bytes.Buffer
	document, lacks, err := Interview{strings.NewReader("X: Y\n\n\n\n\n\n360d\n\n20 " +
		"USD\nno\n"), &out, true, false, 80}.Offer()
	if err != nil || lacks != nil {
		t.Errorf("got %v, %v", lacks, err)
	}
	want := "schema: assay/offer/v1\nprovider: {name: \"X: Y\"}\nalgorithm: sha256\nterm: 360d\nprice: " +
		"{upfront: 20 USD}\nfees: []\n"
	if got := string(document); got != want {
		t.Errorf("got\n%s", got)
	}
	if o, _, err := offer.Parse("", append(document, "hashrate: 1 TH/s\n"...)); err != nil || o.Provider.Name != "X: Y" {
		t.Errorf("with a hashrate it reads as %v, %v", o, err)
	}
}
