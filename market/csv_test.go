package market

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

const good = `date,price_usd,difficulty,fees_btc_per_block,block_count
2021-07-23,33581.5518,13672594272814,0.08,140
2021-07-24,34292.4,13672594272814,0.07,150
2021-07-25,35381.02,13672594272814,,
`

func parse(t *testing.T, text string) *History {
	t.Helper()
	h, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestParse(t *testing.T) {
	h := parse(t, good)
	d, err := h.At(date(t, "2021-07-25"))
	if err != nil {
		t.Fatal(err)
	}
	last := date(t, "2021-07-24")
	want := Day{
		Date: last + 1, Difficulty: 13672594272814, PriceUSD: 35381.02, SubsidyBTC: 6.25,
		FeesBTC:     (0.08*140 + 0.07*150) / 290,
		FirstHeight: at(t, "2021-07-23").FirstHeight + 290, // the height of the first line is the chain's
		Carried:     Carried{Fees: last, Blocks: last},
	}
	want.Blocks = d.Blocks // an estimate, below
	if diff := cmp.Diff(want, d); diff != "" {
		t.Error(diff)
	}
	if d.Blocks < 0 || d.Blocks > 300 {
		t.Errorf("%d blocks", d.Blocks)
	}
	if !strings.HasPrefix(h.Hash(), "sha256:") || len(h.Sources()) != 1 || h.Sources()[0].Hash != h.Hash() {
		t.Errorf("hash %q, sources %v", h.Hash(), h.Sources())
	}
}

// The same table in the forms that spreadsheets write.
func TestParseForms(t *testing.T) {
	want := parse(t, good).Days(0, 1<<30)
	for name, text := range map[string]string{
		"byte order mark": "\ufeff" + good,
		"Windows":         "\ufeff" + strings.ReplaceAll(good, "\n", "\r\n"),
		"comments":        "# from my node\n" + good + "# end\n",
		"blank line":      good + "\n\n",
		"spaces":          strings.ReplaceAll(good, ",", ", "),
		"quotes":          strings.Replace(good, "2021-07-23", `"2021-07-23"`, 1),
		"upper case":      strings.Replace(good, "date,price_usd", "Date,Price_USD", 1),
		"totals": `fees_btc,block_count,difficulty_mean,date,price_usd
11.2,140,13672594272814,2021-07-23,33581.5518
10.5,150,13672594272814,2021-07-24,34292.4
,,13672594272814,2021-07-25,35381.02
`,
	} {
		h, err := Parse([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := h.Days(0, 1<<30)
		for i := range got { // 11.2/140 is 0.08 but for the last bit
			near(t, name, got[i].FeesBTC, want[i].FeesBTC, 1e-14)
			got[i].FeesBTC = want[i].FeesBTC
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Each mistake gets its place and its repair.
func TestParseErrors(t *testing.T) {
	change := func(old, new string) string {
		t.Helper()
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the table", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	utf := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(good)) {
		utf = append(utf, byte(u), byte(u>>8))
	}
	for name, c := range map[string]struct{ text, want string }{
		"empty":          {"", "the history is empty; begin with"},
		"only comments":  {"# nothing\n", "the history is empty; begin with"},
		"no days":        {"date,price_usd,difficulty\n", "the history has a header but no days; add"},
		"UTF-16":         {string(utf), "line 1: the text is UTF-16; save it as CSV UTF-8"},
		"too long":       {string(make([]byte, maxFile+1)), "the history has 64 MiB, more than 64; give one line per day"},
		"semicolons":     {strings.ReplaceAll(good, ",", ";"), "line 1: the columns are not separated by commas; save"},
		"no header":      {strings.SplitN(good, "\n", 2)[1], "line 1: column date is missing"},
		"no price":       {change("price_usd", "close"), "line 1: column price_usd is missing"},
		"no difficulty":  {change("difficulty", "diff"), "line 1: column difficulty is missing; add"},
		"twice a column": {change("block_count", "price_usd"), `line 1: column "price_usd" stands there twice; remove`},
		"half an epoch":  {change("block_count", "epoch_bits"), "line 1: the epoch columns are not complete; give"},
		"bare totals":    {"date,price_usd,difficulty,fees_btc\n", "line 1: fees_btc is a day's total but block_count is missing; add"},
		"date":           {change("2021-07-24", "24.07.2021"), `line 3: "24.07.2021" is not a date; write`},
		"before genesis": {change("2021-07-23", "2008-07-23"), "line 2: on 2008-07-23 there is no Bitcoin; begin"},
		"hole":           {change("2021-07-24,34292.4,13672594272814,0.07,150\n", ""), "line 3: 2021-07-24 is missing; add a line for that day"},
		"long hole":      {change("2021-07-25", "2021-07-29"), "line 4: 2021-07-25 to 2021-07-28 are missing; add"},
		"duplicate":      {change("2021-07-24", "2021-07-23"), "line 3: 2021-07-23 stands there twice; keep"},
		"descending":     {change("2021-07-24", "2021-07-22"), "line 3: 2021-07-22 comes after 2021-07-23; sort"},
		"negative price": {change("34292.4", "-34292.4"), `line 3: price_usd "-34292.4" is negative; leave`},
		"NaN":            {change("34292.4", "NaN"), `line 3: price_usd is "NaN"; leave`},
		"infinite":       {change("34292.4", "+Inf"), `line 3: price_usd "+Inf" is more than`},
		"dollar sign":    {change("34292.4", "$34292.4"), `line 3: price_usd "$34292.4" is not a number; write digits`},
		"thousands":      {change("34292.4", `"34,292.4"`), `line 3: price_usd "34,292.4" is not a number; write digits`},
		"hexadecimal":    {change("34292.4", "0x1p4"), `line 3: price_usd "0x1p4" is not a number`},
		"cents":          {change("34292.4", "3429240"), `line 3: price_usd "3429240" looks like cents; write dollars, about 3`},
		"hashrate H/s":   {change("13672594272814", "9.79e19"), `line 2: difficulty "9.79e19" looks like the network hashrate in H/s; write the difficulty itself, about 1367`},
		"hashrate EH/s":  {change("13672594272814", "97.9"), `looks like the network hashrate in EH/s`},
		"hashrate TH/s":  {change("13672594272814", "97900000"), `looks like the network hashrate in TH/s`},
		"T":              {change("13672594272814", "13.67"), `looks like the difficulty in T; write`},
		"no difficulty 0": {strings.ReplaceAll(good, "13672594272814", "0"),
			`line 2: difficulty "0" is none; leave`},
		"never a difficulty": {strings.ReplaceAll(good, "13672594272814", ""), "no day has a difficulty; fill"},
		"half a block":       {change("150", "150.5"), `line 3: block_count "150.5" is not whole; write`},
		"many blocks":        {change("150", "150000"), `line 3: block_count "150000" is more than 5000; check`},
		"fees in sat":        {change("0.07", "7000000"), `line 3: fees_btc_per_block "7000000" is more than 100; check`},
		"quotation mark":     {change("34292.4", `"34292.4`), "not comma-separated text"},
		"epoch in words": {"date,price_usd,epoch_height,epoch_time,epoch_bits\n2021-07-23,1,x,y,z\n",
			`line 2: epoch_height, epoch_time and epoch_bits are "x", "y" and "z"; write them`},
		"epoch on another day": {"date,price_usd,epoch_height,epoch_time,epoch_bits\n2021-07-23,1,2016,1626566400,1714b492\n2021-07-24,1,4032,1626566401,1714b492\n",
			"line 3: the epoch at height 4032 begins on 2021-07-18, not on 2021-07-24; move"},
		"epoch height": {"date,price_usd,epoch_height,epoch_time,epoch_bits\n2021-07-23,1,2017,1626566400,1714b492\n",
			"line 2: epoch height 2017 is not a multiple of 2016; give"},
		"epoch bits": {"date,price_usd,epoch_height,epoch_time,epoch_bits\n2021-07-23,1,2016,1626566400,ff14b492\n",
			"line 2: epoch at height 2016: compact target ff14b492 is above 256 bits; give"},
	} {
		_, err := Parse([]byte(c.text))
		var file *FileError
		if !errors.As(err, &file) {
			t.Errorf("%s: error %v (%T) is no FileError", name, err, err)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\nwant %s", name, err, c.want)
		} else if file.Repair == "" {
			t.Errorf("%s: no repair", name)
		}
	}
}

// A made-up history is nobody's mistake: other prices and difficulties are taken as they are.
func TestParseMadeUp(t *testing.T) {
	h := parse(t, "date,price_usd,difficulty\n2030-01-01,1000000,1e15\n2030-01-02,500000,2e15\n")
	if got := h.Warnings(); len(got) != 2 || h.Cutoffs().Fees != 0 || h.Cutoffs().Blocks != 0 {
		t.Errorf("warnings %q, cutoffs %+v", got, h.Cutoffs())
	}
	// Heights go on at 144 a day from 969,7xx on 2026-10-03: the halving of 1,050,000 lies in 2028.
	if d := h.Days(0, 1<<30)[0]; d.SubsidyBTC != 1.5625 || d.FirstHeight < 1_130_000 ||
		d.FirstHeight > 1_150_000 {
		t.Errorf("%+v", d)
	}
}

// Without its epoch columns the embedded history gives the same epochs again, bits exactly.
func TestEpochsDerived(t *testing.T) {
	allFacts(t)
	var b bytes.Buffer
	for line := range bytes.Lines(Embedded().CSV()) {
		cells := bytes.Split(bytes.TrimSpace(line), []byte(","))
		b.Write(bytes.Join(cells[:5], []byte(",")))
		b.WriteByte('\n')
	}
	h := parse(t, b.String())
	found := map[int]Epoch{}
	for _, e := range h.Epochs() {
		found[e.Height] = e
	}
	for _, e := range Embedded().Epochs() {
		if e.Height > 0 && e.Height < 32_256 || e.Height == 969_696 {
			continue // difficulty 1 throughout; and begun on the last day, not known before the next
		}
		got, ok := found[e.Height]
		// The day's mean gives the moment back to the rounding of a float, and 86399 s for a day.
		if off := got.Time - e.Time; !ok || got.Bits != e.Bits || e.Height > 0 && (off < -90 || off > 90) {
			t.Errorf("epoch %+v was derived as %+v", e, got)
		}
	}
	// Derived epochs do not look ahead either.
	for _, s := range []string{"2021-07-03", "2021-07-04", "2024-04-10", "2024-04-11"} {
		short := parse(t, string(linesUpTo(b.Bytes(), date(t, s))))
		sameHistory(t, s, h.CutAt(date(t, s)), short)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add(
		[]byte(
			"\ufeffdate,price_usd,epoch_height,epoch_time,epoch_bits\r\n" +
				"2021-07-23,1,2016,1626566400,1714b492\r\n",
		),
	)
	f.Add(linesUpTo(Embedded().CSV(), Embedded().First()+30))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Parse(data)
		if err != nil {
			return
		}
		again, err := Parse(h.CSV())
		if err != nil {
			t.Fatalf("its own CSV is refused: %v\n%s", err, h.CSV())
		}
		if diff := cmp.Diff(h.Days(0, 1<<30), again.Days(0, 1<<30)); diff != "" {
			t.Fatal(diff)
		}
		for _, d := range h.Days(0, 1<<30) {
			if !(d.Hashvalue() >= 0) || d.Blocks < 0 {
				t.Fatalf("%+v", d)
			}
		}
	})
}
