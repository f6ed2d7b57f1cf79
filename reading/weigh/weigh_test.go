package weigh

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/assaymining/assay/reading/phrase"
)

// TestTableReads: what is written is read, and every name of a feature is the name of that feature.
func TestTableReads(t *testing.T) {
	var b bytes.Buffer
	if err := table().Write(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), embedded) {
		t.Error("weights.txt is not as a table is written")
	}
	for f := range table().Weights {
		if back, err := parse(f.String()); err != nil || back != f {
			t.Errorf("%q is %x, not %x: %v", f, back, f, err)
		}
	}
	for _, bad := range []string{
		"much stake", "1 nothing > stake", "1 stake > nothing", "1 some: stake", "1 some: least", "1 share <= 7", "1 money / era",
		"1 coins / day", "1 #coins", "1 ",
	} {
		if _, err := read([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func parsed(text string) *phrase.Doc { return phrase.Parse(context.Background(), text) }

// score is what a text's first clause comes to for a statement.
func score(what, text string) float64 {
	d := parsed(text)
	return table().Score(KindOf(what), Features(d, d.Clauses[0].From, d.Clauses[0].To))
}

// TestTwins: a promise weighs more than what shares its words.
func TestTwins(t *testing.T) {
	for _, x := range []struct{ what, grave, honest string }{
		{"guarantee", "We guarantee that you never lose money.",
			"No layoffs in 2022, though we lost $2.3 million that year."},
		{"guarantee", "Your capital cannot be lost.",
			"Upload the new passport page so payouts aren't interrupted."},
		{"promised_return", "You earn 1.5 % per day on your deposit.",
			"Late amounts accrue 1.5 % per month."},
		{"principal_back", "At the end of the term your deposit is returned in full.",
			"Provider shall return the deposit less sums owing."},
		{"pay_first", "You must pay a 15 % tax before your withdrawal is released.",
			"We must verify you before the first payout."},
		{"constant_income", "Der Tagesertrag bleibt gleich, egal wie der Kurs steht.",
			"Die Gebühr bleibt gleich, egal wie der Kurs steht."},
	} {
		g, h, least := score(x.what, x.grave), score(x.what, x.honest), table().Least[KindOf(x.what)]
		if g <= h || g < least {
			t.Errorf("%s: %q comes to %.2f, %q to %.2f; least is %.2f", x.what, x.grave, g, x.honest, h, least)
		}
	}
}

// TestOnlyTheClauseCounts: a clause has the features that it has alone wherever it stands in a page.
func TestOnlyTheClauseCounts(t *testing.T) {
	const grave = "We guarantee a fixed income of 2 % a day on your deposit."
	alone := parsed(grave)
	want := Features(alone, 0, len(alone.Text))
	page := "Mining may not pay. You can lose all your money.\n" +
		"Nothing is guaranteed, and past results say nothing.\n" +
		grave + "\nFees may change at 30 days' notice. We are a registered company."
	d := parsed(page)
	at := strings.Index(string(d.Text), "we guarantee")
	if got := Features(d, at, at+20); !slices.Equal(got, want) {
		t.Errorf("alone %v\nin a page %v", want, got)
	}
}

// TestBounded: of a clause as long as a text may be only what stands near is looked at.
func TestBounded(t *testing.T) {
	d := parsed(strings.Repeat("deposit income daily 2 % guaranteed ", 20_000))
	if n := len(Features(d, 300_000, 300_010)); n == 0 || n > 8*window*most {
		t.Errorf("%d features", n)
	}
	if n := len(Features(d, 0, len(d.Text))); n == 0 || n > 8*window*most {
		t.Errorf("%d features of all of it", n)
	}
	if n := len(Features(parsed(""), 0, 0)); n > 0 {
		t.Errorf("%d features of nothing", n)
	}
}
