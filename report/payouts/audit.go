package payouts

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

// Audit tells what an audit found: its sentence, owed beside received, where the difference is, the days in
// question, what was tested, what cannot be known, what would settle it, and the letter to send.
func Audit(r *audit.Result) *report.Document {
	d := &report.Document{Name: "payouts", Day: r.From + " to " + r.To, Kind: "Audit of payouts · Assay",
		Title: fmt.Sprintf("Audit of payouts from %s to %s", r.From, r.To),
		Lead:  r.Sentence + fromCustomers(r),
		Axes: []report.Axis{
			{Name: "Payouts", Word: report.Spaced(string(r.State)), Tone: paidTone(r.State)},
		},
		Figures: auditFigures(r)}
	d.Add("sum", "Owed and received", auditSums(r))
	d.Add("owed", "Day by day", owedCurves(r))
	d.Add("parts", "Where the difference is", auditParts(r),
		report.Paragraph{Text: "Received less owed; the parts sum to it to the satoshi.", Soft: true})
	d.Add("days", "The days in question", questioned(r))
	d.Add("tests", "What was tested", auditTests(r))
	addProvenance(d, r)
	d.Add("explained", "What explains a difference", explained(r))
	d.Add("cannot", "What this cannot tell", report.List{Items: r.CannotKnow})
	d.Add("settle", "What would settle it", report.List{Items: r.WouldSettle})
	d.Add("rows", "Rows of the files", auditRows(r))
	if r.State != audit.InOrder {
		d.Fold("letter", "A letter to send to support", letterBlocks(r.Letter)...)
	}
	d.Add("judged", "What it rests on", report.List{Items: auditRests(r)})
	return d
}

// paidTone is how an answer is for the holder.
func paidTone(s audit.State) report.Tone {
	switch s {
	case audit.InOrder:
		return report.Good
	case audit.Underpaid, audit.DoesNotFollow, audit.TooNoisy:
		return report.Bad
	case audit.Overpaid, audit.Changed:
		return report.Middling
	}
	return report.Unclear
}

// sats is whole satoshi, with the sign where below zero.
func sats(v int64) string {
	if v < 0 {
		return "−" + units.Group(fmt.Sprint(-v)) + " sat"
	}
	return units.Group(fmt.Sprint(v)) + " sat"
}

func auditFigures(r *audit.Result) []report.Figure {
	list := []report.Figure{
		{Name: "Owed", Value: sats(r.OwedSat), Note: report.Count(r.Days, "day")},
		{Name: "Received", Value: sats(r.ReceivedSat)},
		{Name: "Difference", Value: sats(r.ReceivedSat - r.OwedSat)},
	}
	if r.Paid.Ratio != nil {
		value, note, _ := strings.Cut(r.Paid.Says(), " % ")
		list = append(list, report.Figure{Name: "Paid", Value: value + " %", Note: note})
	}
	if r.HeldBackSat != 0 {
		list = append(list,
			report.Figure{Name: "Held back", Value: sats(r.HeldBackSat), Note: "or not due yet"})
	}
	if mined, ok := newlyMined(r); ok {
		list = append(list, mined)
	}
	return append(list,
		report.Figure{Name: "Evidence", Value: "tier " + string(r.Tier), Note: tierSays(r.Tier)})
}

func sharePaid(ratio float64) string { return fmt.Sprintf("%.4g %%", 100*ratio) }

// tierSays explains a tier of evidence.
func tierSays(t audit.Tier) string {
	switch t {
	case "A":
		return "the payer's own parts, recomputed"
	case "B":
		return "the total against the hashrate that the payer reports"
	case "C":
		return "the total against the hashrate that was agreed"
	case "D":
		return "net of fees in dollars"
	}
	return ""
}

func auditSums(r *audit.Result) report.Table {
	t := report.Table{Label: "Owed and received", Rows: []report.Row{
		{Name: "owed", Cells: []string{sats(r.OwedSat)}},
		{Name: "received", Cells: []string{sats(r.ReceivedSat)}},
		{Name: "difference", Cells: []string{sats(r.ReceivedSat - r.OwedSat)}, Strong: true},
	}}
	if r.HeldBackSat != 0 {
		t.Rows = append(t.Rows,
			report.Row{Name: "held back, or not due yet", Cells: []string{sats(r.HeldBackSat)}})
	}
	return t
}

func auditParts(r *audit.Result) report.Table {
	t := report.Table{Label: "Parts of the difference"}
	for _, p := range []struct {
		name string
		sat  int64
	}{
		{"difficulty: the payer's day begins at another hour", r.Parts.Difficulty},
		{"price: the moment at which dollars are converted", r.Parts.Price},
		{"uptime: hashrate that was not delivered", r.Parts.Uptime},
		{"fees: how transaction fees are averaged", r.Parts.Fees},
		{"rounding to whole satoshi", r.Parts.Rounding},
		{"held back, or not due yet", r.Parts.HeldBack},
		{"rest: what nothing of these explains", r.Parts.Rest},
	} {
		t.Rows = append(t.Rows, report.Row{Name: p.name, Cells: []string{sats(p.sat)}, Soft: p.sat == 0})
	}
	t.Rows = append(t.Rows, report.Row{Name: "received less owed", Cells: []string{sats(r.Parts.Sum())},
		Strong: true})
	return t
}

// owedCurves draws both series; a day without a row breaks the line of what was received.
func owedCurves(r *audit.Result) report.Block {
	if len(r.EachDay) < 3 {
		return nil
	}
	owed := report.Curve{Name: "owed", Class: "one dash"}
	received := report.Curve{Name: "received", Class: "two"}
	last := 0.0
	for _, day := range r.EachDay {
		date, err := units.ParseDate(day.Date)
		if err != nil {
			continue
		}
		x := float64(date)
		if last > 0 && x > last+1 && spanned(r.Gaps, units.Date(last+1)) {
			received.X = append(received.X, last+1)
			received.Y = append(received.Y, math.NaN())
			owed.X = append(owed.X, last+1)
			owed.Y = append(owed.Y, math.NaN())
		}
		last = x
		owed.X = append(owed.X, x)
		owed.Y = append(owed.Y, float64(day.OwedSat))
		paid := math.NaN()
		if day.ReceivedSat != nil {
			paid = float64(*day.ReceivedSat)
		}
		received.X = append(received.X, x)
		received.Y = append(received.Y, paid)
	}
	title := "Owed and received"
	return report.Curves{Picture: report.Picture{Key: "owed", Title: title, Desc: r.Sentence},
		Lines: []report.Curve{owed, received}, YLabel: "satoshi", Dates: true, Drawn: true,
		Format: func(v float64) string { return units.Group(fmt.Sprintf("%.0f", v)) },
		Note:   "what was owed, and what was received; a gap is a gap and no zero"}
}

// spanned reports whether a day lies in one of the gaps.
func spanned(gaps []audit.Span, day units.Date) bool {
	text := day.String()
	return slices.ContainsFunc(gaps, func(g audit.Span) bool { return g.From <= text && text <= g.To })
}

// mostQuestioned is how many days are listed one by one.
const mostQuestioned = 8

// questioned lists the days that are furthest from what was owed, where any stands out: beyond four times
// the middle distance and a hundredth of what was owed.
func questioned(r *audit.Result) report.Block {
	type far struct {
		day audit.Day
		off float64
	}
	var all []far
	var offs []float64
	fell := fellOn(r) // the days before are the measure
	for _, d := range r.EachDay {
		if d.ReceivedSat == nil || d.OwedSat <= 0 {
			continue
		}
		off := float64(*d.ReceivedSat)/float64(d.OwedSat) - 1
		all = append(all, far{d, off})
		if fell == "" || d.Date < fell {
			offs = append(offs, off)
		}
	}
	if len(all) < 3 || len(offs) == 0 {
		return nil
	}
	slices.Sort(offs)
	middle := offs[len(offs)/2]
	for i, o := range offs {
		offs[i] = math.Abs(o - middle)
	}
	slices.Sort(offs)
	least := max(4*offs[len(offs)/2], 0.01)
	all = slices.DeleteFunc(all, func(f far) bool { return math.Abs(f.off-middle) < least })
	slices.SortStableFunc(all, func(a, b far) int {
		return -int(math.Copysign(1, math.Abs(a.off-middle)-math.Abs(b.off-middle)))
	})
	all = all[:min(len(all), mostQuestioned)]
	slices.SortStableFunc(all, func(a, b far) int { return strings.Compare(a.day.Date, b.day.Date) })
	t := report.Table{Label: "Days in question", First: 3, Head: []string{"", "owed", "received", "paid"}}
	for _, f := range all {
		name := f.day.Date
		if f.day.Note != "" {
			name += ", " + f.day.Note
		}
		t.Rows = append(t.Rows, report.Row{Name: name,
			Cells: []string{sats(f.day.OwedSat), sats(*f.day.ReceivedSat), sharePaid(1 + f.off)}})
	}
	return t
}

// fellOn is the day from which less was paid than before; empty where no test says so.
func fellOn(r *audit.Result) string {
	for _, t := range r.Tests {
		if t.Alarm && t.Since != nil {
			return t.Since.Date
		}
	}
	return ""
}

// auditTests are the answers of the tests, those that alarm first.
func auditTests(r *audit.Result) report.Findings {
	var f report.Findings
	power := "" // what the scatter lets be seen is said once
	for _, t := range r.Tests {
		one := report.Finding{Word: "quiet", Tone: report.Good, Title: report.Capital(testAsks(t.Name)) + "?",
			Says: "From an honest payer: " + t.Odds + "."}
		if t.Alarm {
			one.Word, one.Tone = "alarm", report.Bad
			if t.AlarmOn != "" {
				one.Says += " A daily look would have seen it on " + t.AlarmOn + "."
			}
			if s := t.Since; s != nil {
				one.Says += fmt.Sprintf(" It began on about %s, between %s and %s.", s.Date, s.From, s.To)
			}
		}
		if t.Power != "" && t.Power != power {
			power = t.Power
			one.Says += " " + report.Capital(t.Power) + "."
		}
		f.Items = append(f.Items, one)
	}
	slices.SortStableFunc(f.Items, func(a, b report.Finding) int { return strings.Compare(a.Word, b.Word) })
	return f
}

// testAsks is the question of a test.
func testAsks(name string) string {
	switch name {
	case "underpaid":
		return "is less paid than owed"
	case "underpaid_base":
		return "is the subsidy's part less than owed"
	case "changed":
		return "did payments fall against their own past"
	case "does_not_follow":
		return "do they fail to follow difficulty and fees"
	case "too_noisy":
		return "do they scatter more than this scheme can"
	case "delivered":
		return "do counted shares fall short of the hashrate sold"
	case "luck":
		return "are fewer blocks found than the hashrate claimed would find"
	case "machine":
		return "does the pool count less than the machine did"
	}
	return report.Spaced(name)
}

func explained(r *audit.Result) report.List {
	var l report.List
	for _, e := range r.Explanations {
		text := e.What
		if e.Sat != 0 {
			text += " (" + sats(e.Sat) + ")"
		}
		if e.Quote != "" {
			text += ": “" + e.Quote + "”"
		}
		l.Items = append(l.Items, text)
	}
	return l
}

// auditRows says what became of the rows of the files, where there are any.
func auditRows(r *audit.Result) report.List {
	var l report.List
	if r.Rows.Read == 0 {
		return l
	}
	l.Items = append(l.Items, fmt.Sprintf("%s read, %d used", report.Count(r.Rows.Read, "row"), r.Rows.Used))
	l.Items = append(l.Items, r.Rows.Notes...)
	for i, row := range r.Rows.Refused {
		if i == mostQuestioned {
			l.More = len(r.Rows.Refused) - i
			break
		}
		l.Items = append(l.Items, fmt.Sprintf("row %d is not used: %s", row.Row, row.Why))
	}
	return l
}

// letterBlocks are the paragraphs and lists of a letter.
func letterBlocks(letter string) []report.Block {
	var out []report.Block
	var items []string
	flush := func() {
		if len(items) > 0 {
			out = append(out, report.List{Items: items})
			items = nil
		}
	}
	for line := range strings.SplitSeq(strings.TrimSpace(letter), "\n") {
		if item, ok := strings.CutPrefix(line, "- "); ok {
			items = append(items, item)
			continue
		}
		flush()
		if line != "" {
			out = append(out, report.Paragraph{Text: line})
		}
	}
	flush()
	return out
}

// auditRests names scheme, day and hashes.
func auditRests(r *audit.Result) []string {
	how := "assumed"
	switch {
	case r.Boundary.Found:
		how = "found from the payments"
	case r.Boundary.Stated:
		how = "stated"
	}
	list := []string{
		fmt.Sprintf("scheme %s; the payer's day is %s, with the transaction fees of %s (%s)", r.Scheme,
			r.Boundary.Zone, feesOf(r.Boundary.Average), how),
		"each day's difficulty, block reward and price; the same files and facts give the same figures",
		"the tests may be looked at every day: an honest payer is accused in at most one case of a " +
			"hundred, ever; “1 in N” is how rare such payments would be, and no probability of guilt",
	}
	for i, h := range r.Evidence.Hashes {
		of := "of a file: "
		if i == len(r.Evidence.Hashes)-1 {
			of = "of the facts: "
		}
		list = append(list, "hash "+of+h)
	}
	return list
}

// feesOf is an average of fees in words.
func feesOf(a audit.Average) string {
	switch a {
	case audit.FeeDay:
		return "the day"
	case audit.FeeDayBefore:
		return "the day before"
	case audit.FeeMedian:
		return "a median block"
	}
	return "the last " + string(a)
}
