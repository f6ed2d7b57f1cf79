package corpus

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/lines"
)

// Screening judges lines as they come and keeps nothing but a few bytes of each labelled record.
type Screening struct {
	Records  bool // a line is a record of a collection, else an offer document
	Brief    bool // only findings that are present
	From     int  // first line that is judged
	Shelf    *simulated.Shelf
	Evidence func(offer.Offer) assay.Evidence // what an offer is judged on

	// What came of it.
	Good, Bad int
	Labels    []labelled
}

// together is about how much of a file is judged together.
const together = 8 << 20

// screenedLine is a line of the file and what becomes of it.
type screenedLine struct {
	lines.Line
	out   []byte
	bad   bool
	label *labelled
}

// Run judges lines to their end and hands over what became of them, in their order. A run that the context
// cuts names the line to go on with.
func (s *Screening) Run(ctx context.Context, in io.Reader, write func(lines [][]byte) error) (int, error) {
	file := lines.NewReader(in, s.From, together)
	for {
		n := file.Next()
		taken, end := file.Take()
		all := make([]screenedLine, len(taken))
		for i := range taken {
			all[i].Line = taken[i]
		}
		assay.JudgeAll(ctx, s.Shelf, len(all),
			func(i int, evaluate func(assay.Evidence) (*assay.Verdict, error)) { s.judge(&all[i], evaluate) })
		if err := ctx.Err(); err != nil {
			return max(n, s.From), err
		}
		if err := write(s.count(all)); err != nil {
			return n, err
		}
		if errors.Is(end, io.EOF) {
			return n, nil
		}
		if end != nil {
			return n, fmt.Errorf("read line %d: %w", file.Next(), end)
		}
	}
}

// count keeps what is to be known of lines in the end, and gives what they became.
func (s *Screening) count(all []screenedLine) (out [][]byte) {
	for _, l := range all {
		if l.bad {
			s.Bad++
		} else {
			s.Good++
		}
		if l.label != nil {
			s.Labels = append(s.Labels, *l.label)
		}
		out = append(out, l.out)
	}
	return out
}

// judge answers one line.
func (s *Screening) judge(l *screenedLine, evaluate func(assay.Evidence) (*assay.Verdict, error)) {
	var one assay.Screened
	defer func() { l.out, l.bad = one.JSON(), one.Error != "" }()
	if err := l.Wrong(); err != nil {
		one = assay.Screened{Line: l.Number, Error: err.Error()}
		return
	}
	one, o, record := s.read(l.Text, l.Number)
	if one.Error != "" {
		return
	}
	e := s.Evidence(o)
	if one.Judge(e, evaluate) != nil {
		return
	}
	if s.Brief {
		one.Present()
	}
	if record != nil && record.Label != "" {
		label := record.labelled(one.Verdict.Trust)
		l.label = &label
	}
}

// read is the offer of one line, and the record where it is one of a collection.
func (s *Screening) read(line []byte, n int) (assay.Screened, offer.Offer, *record) {
	if !s.Records {
		one, o := assay.ReadLine(n, line)
		return one, o, nil
	}
	r, err := read(line)
	one := assay.Screened{ID: string(r.ID), Line: n, Label: r.Label}
	if err != nil {
		one.Error = fmt.Sprintf("line %d: %v", n, err)
		return one, offer.Offer{}, nil
	}
	return one, r.Document(), &r
}
