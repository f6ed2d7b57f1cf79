package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/assaymining/assay/contract"
)

// Somebody answers four questions, one of them wrongly first; the rest stays unknown.
func TestWizardLineByLine(t *testing.T) {
	in := strings.NewReader("BitFuFu\nClassic 360\ncloud\n\n\n30\n30 TH/s\n360d\n")
	var out bytes.Buffer
	o, err := runWizard(in, &out, true)
	if err != nil {
		t.Fatal(err)
	}
	want := "schema: assay/offer/v1\nprovider: {name: BitFuFu}\nproduct: Classic 360\nkind: cloud\nalgorithm: sha256\nhashrate: 30 TH/s\nterm: 360d\n"
	if got := string(contract.Format(o)); got != want {
		t.Errorf("got\n%s", got)
	}
	if !strings.Contains(out.String(), `hashrate: "30" has no unit`) {
		t.Errorf("the slip was not explained:\n%s", out.String())
	}
}

// Questions that an answer makes pointless are not asked.
func TestWizardSkips(t *testing.T) {
	var out bytes.Buffer
	_, err := runWizard(strings.NewReader("\n\ncloud\n\n\n1 TH/s\n\n\n20 USD\nno\n"), &out, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"What do you bid", "Or what is the price", "What is the daily fee", "electricity?"} {
		if strings.Contains(out.String(), never) {
			t.Errorf("asked %q", never)
		}
	}
}

func TestWizardWithoutAnswers(t *testing.T) {
	var out bytes.Buffer
	_, err := runWizard(strings.NewReader(""), &out, true)
	var wrong contract.Errors
	if !errors.As(err, &wrong) || !strings.Contains(err.Error(), "hashrate is missing") {
		t.Errorf("got %v", err)
	}
}
