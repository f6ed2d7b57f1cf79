package reading

import (
	"context"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
	"github.com/assaymining/assay/reading/voice"
)

// doc is a text while it is read.
type doc struct {
	*phrase.Doc
	clauses []clause
	found   []Statement
	asked   []Asked
}

// clause is a sentence, or a row of a table: what its figures mean is looked for inside it first.
type clause struct{ sense.Clause }

// parse cuts a text into clauses.
func parse(ctx context.Context, text string) *doc {
	d := &doc{Doc: phrase.Parse(ctx, text[:min(len(text), MaxText)]), found: []Statement{}}
	voice.Mark(ctx, d.Doc)
	d.clauses = make([]clause, len(d.Clauses))
	for i := range d.Clauses {
		d.Clauses[i].Values = slices.DeleteFunc(d.Clauses[i].Values, d.clock)
		d.clauses[i].Clause.Clause = d.Clauses[i]
	}
	return d
}

// clock reports a number that is an hour of the day, in a language that may leave its minutes out: "매일 12시",
// "每天12点打款".
func (d *doc) clock(v phrase.Value) bool {
	from, hour := v.Core, v.Num
	switch v.Kind {
	case phrase.Percent: // "点" is a percentage too
		from, hour = v.From, v.Num*100
	case phrase.PlainNumber:
	default:
		return false
	}
	rest := strings.TrimLeft(string(d.Text[from:min(len(d.Text), from+clockReach)]), " 0123456789")
	return hour <= 24 && slices.ContainsFunc(hours, func(w string) bool { return strings.HasPrefix(rest, w) })
}

// clockReach is the bytes behind a number in which a word of hours stands; hours begins such words.
const clockReach = 24

var hours = strings.Fields(`시 時に 時から 時頃 点打 点整 点前 点后 点发 点到 點打 點整 點前 點後 點發 點撥 點到
	点钟 點鐘 утра вечера часов giờ बजे baje`)

// timeOf is the time in which a figure of a clause comes again, and where that stands.
func (d *doc) timeOf(c *clause, v phrase.Value) (every string, from, to int) {
	return d.TimeOf(&c.Clause.Clause, v)
}
