package paste

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/reading/draft"
	"github.com/assaymining/assay/redflag/told"
)

// Page is what was read in a seller's words, to be confirmed.
type Page struct {
	Words, Kind, Language string
	Offers                []offerRead
	Promises              []line // what would make a careful buyer doubt, on these words alone
	Says                  []line // what else the words say that an offer has no key for
	Asked                 []line // what was not understood, and what to ask
	More                  int    // lines that were left out
	Others                int    // offers that were left out
	Missing               []string
	Wrong                 string
	To                    Sent // where what is confirmed goes: to a verdict or to a comparison
}

// offerRead is one offer, key by key.
type offerRead struct {
	Index  int
	Title  string
	Fields []field
	Stops  []line
}

// field is a key with its value and the words it rests on; none where the text does not give it.
type field struct {
	ID, Name, Label, Unit, Value, Doubt, Hint, Error string
	Choices                                          []string
	Day                                              bool // picked from a calendar
	Changed                                          bool // by the reader
	Words
}

// Doubtful are the fields to look at before anything is judged.
func (o offerRead) Doubtful() []field {
	return slices.DeleteFunc(slices.Clone(o.Fields), func(f field) bool { return f.Doubt == "" })
}

// Words is a quote and what stands around it on its line.
type Words struct{ Before, Quote, After string }

// line is words of the text and what is said of them.
type line struct {
	Words
	Says string
}

// mostLines bounds each list of a page.
const mostLines = 12

// mostWords bounds the words on a page, which stand in the form of each offer: a list of prices of half a
// megabyte with sixty offers would be a page of 32 MB.
const mostWords = 4 << 20

// basic is the keys that every offer's form has, whether or not the text gives them.
var basic = []string{"hashrate", "price.upfront", "term"}

// Of makes the page of what was read on a day, as "2026-10-03": the one on which the offer was seen, where
// the words do not say another.
func Of(t *told.Text, today string) *Page {
	p := &Page{Words: t.Words(), Kind: t.Kind, Language: t.Language}
	shown := min(len(t.Offers), max(1, mostWords/(1+len(p.Words))))
	for i := range shown {
		p.Offers = append(p.Offers, offerOf(t, i, today))
	}
	p.Others = len(t.Offers) - shown
	said := map[string]bool{}
	for _, s := range t.Statements {
		switch says := spoken[s.What]; {
		case s.Grave && !said[s.Quote]:
			said[s.Quote] = true
			p.Promises = p.add(p.Promises, line{wordsAt(p.Words, s.From, s.To), graveWords(s.What)})
		case says != "" && !said[s.Quote]:
			said[s.Quote] = true
			p.Says = p.add(p.Says, line{wordsAt(p.Words, s.From, s.To), says + valueOf(s.Value)})
		}
	}
	for _, a := range t.NotUnderstood {
		p.Asked = p.add(p.Asked, line{Words{Quote: clip(a.Quote)}, a.Ask})
	}
	for _, key := range t.NotFound {
		p.Missing = append(p.Missing, label(key))
	}
	return p
}

func (p *Page) add(list []line, l line) []line {
	if len(list) >= mostLines {
		p.More++
		return list
	}
	return append(list, l)
}

// offerOf is the form of an offer: the basic keys first, then the others as the text gives them.
func offerOf(t *told.Text, i int, today string) offerRead {
	o := offerRead{Index: i}
	keys := t.Offers[i].Keys
	left := t.LeftOut(i)
	at := map[string]int{}
	for k := range keys {
		at[keys[k].Path] = k
	}
	add := func(path string) {
		f := field{Name: "f." + path, Label: label(path)}
		known := offer.FieldAt(bracketed(path))
		f.Hint, f.Unit, f.Day = known.Hint, known.Unit, known.Day
		f.ID = "f-" + string(rune('a'+i%26)) + "-" + strings.ReplaceAll(path, ".", "-")
		for _, c := range known.Choices {
			f.Choices = append(f.Choices, c.Answer)
		}
		if known.Kind == offer.YesNoField {
			f.Choices = []string{"true", "false"}
		}
		if k, ok := at[path]; ok {
			key := keys[k]
			f.Value, f.Words, f.Doubt = key.Value, wordsAt(t.Words(), key.From, key.To), key.Doubt
			f.Doubt = cmp.Or(left[path], f.Doubt)
		} else if path == "seen" {
			f.Value = today
		}
		o.Fields = append(o.Fields, f)
	}
	for _, path := range basic {
		_, perHash := at["price.per_hashrate"]
		_, bid := at["price.bid"]
		if _, ok := at[path]; ok || path != "price.upfront" || !perHash && !bid {
			add(path)
		}
	}
	for _, k := range keys {
		switch {
		case strings.HasPrefix(k.Path, "stops."):
			o.Stops = append(o.Stops, line{wordsAt(t.Words(), k.From, k.To), stopWords(k.Value)})
		case k.Path == "fees", slices.Contains(basic, k.Path), ofAllFees(keys, k.Path) != k.Path:
		default:
			add(k.Path)
		}
	}
	if _, ok := at["seen"]; !ok {
		add("seen")
	}
	o.Title = titleOf(o)
	return o
}

// ofAllFees is the path at which a page asks for a key: one that the same words say of each fee stands at
// the first alone.
func ofAllFees(keys []draft.Key, path string) string {
	n := index.FindStringSubmatch(path)
	if n == nil || n[1] == "0" {
		return path
	}
	first := strings.Replace(path, "."+n[1], ".0", 1)
	at := func(path string) int {
		return slices.IndexFunc(keys, func(k draft.Key) bool { return k.Path == path })
	}
	if one, all := at(path), at(first); one >= 0 && all >= 0 && keys[one].From == keys[all].From &&
		keys[one].Value == keys[all].Value {
		return first
	}
	return path
}

// titleOf tells offers of one list apart.
func titleOf(o offerRead) string {
	var parts []string
	for _, f := range o.Fields[:min(len(o.Fields), 4)] {
		if f.Value != "" {
			parts = append(parts, f.Value)
		}
	}
	return strings.Join(parts, ", ")
}

var index = regexp.MustCompile(`\.(\d+)`)

// bracketed is "fees.0.paid" as offer.FieldAt names it: "fees[0].paid".
func bracketed(path string) string { return index.ReplaceAllString(path, "[$1]") }

// label is what a key is called on the page.
func label(path string) string {
	for _, key := range []string{path, path[strings.LastIndexByte(path, '.')+1:]} {
		if name := called[key]; name != "" {
			return name
		}
	}
	if l := offer.FieldAt(bracketed(path)).Label; l != "" {
		if n := index.FindStringSubmatch(path); n != nil && n[1] != "0" {
			return l + " (fee " + string(rune('1'+number(n[1])%9)) + ")"
		}
		return l
	}
	return strings.NewReplacer(".", ": ", "_", " ").Replace(index.ReplaceAllString(path, ""))
}

// called is keys whose field in the form has no name of its own that fits here.
var called = map[string]string{"price": "Price", "fees": "Running fees", "stops": "Who may stop it",
	"proof": "Any proof that somebody mines", "provider.name": "The seller's name",
	"payout.basis": "What a payout follows", "hardware.model": "Machine",
	"notice": "Notice before a fee changes", "cap": "The most a fee may rise",
	"changeable": "The seller may change fees", "paid": "How fees are paid",
	"withdrawal_payment": "Money is asked for before money is released",
	"principal_returned": "The price comes back at the end", "website": "The seller's pages",
	"pool_account": "A pool account that shows the hashrate", "buyer_chooses_pool": "You choose the pool"}

// Confirmed is the offer of a reading with the values that the reader left or changed, and the page to show
// again where one of them cannot be read.
func Confirmed(t *told.Text, n int, values url.Values) (offer.Offer, *Page) {
	n = min(max(n, 0), len(t.Offers)-1)
	d := t.Offers[n]
	p := Of(t, "")
	if n >= len(p.Offers) { // it was among the others
		p.Offers = append(p.Offers, offerOf(t, n, ""))
	}
	fields := p.Offers[min(n, len(p.Offers)-1)].Fields
	for _, blanks := range []bool{true, false} { // what is taken out first makes room for the rest
		for i := range fields {
			f := &fields[i]
			sent, ok := values[f.Name]
			if !ok || strings.TrimSpace(sent[0]) == f.Value || strings.TrimSpace(sent[0]) == "" != blanks {
				continue
			}
			f.Value, f.Changed = strings.TrimSpace(sent[0]), true
			if err := change(&d, f); err != nil {
				f.Error, p.Wrong = err.Error(), "One of the values cannot be read yet."
			}
		}
	}
	t.Offers[n] = d
	left := t.LeftOut(n)
	for i := range fields { // what was just written must not be passed over
		f := &fields[i]
		if says := left[strings.TrimPrefix(f.Name, "f.")]; f.Changed && f.Value != "" && says != "" {
			f.Error, p.Wrong = says, "One of the values cannot be judged yet."
		}
	}
	return d.Offer(t.Words()), p
}

// change writes a field into a draft, and into each fee that it speaks of.
func change(d *draft.Draft, f *field) (worst error) {
	path := strings.TrimPrefix(f.Name, "f.")
	for _, k := range append([]draft.Key{{Path: path}}, d.Keys...) {
		if k.Path != path && (k.Path == "fees" || ofAllFees(d.Keys, k.Path) != path) {
			continue
		}
		if err := d.Change(k.Path, f.Value, f.Unit); err != nil {
			worst = err
		}
	}
	return worst
}

// around is how many bytes of a line are shown on each side of a quote.
const around = 60

// wordsAt is a quote with what stands around it on its line, cut between words where there is a blank.
func wordsAt(text string, from, to int) Words {
	start := max(from-around, strings.LastIndexByte(text[:from], '\n')+1)
	end := len(text)
	if n := strings.IndexByte(text[to:], '\n'); n >= 0 {
		end = to + n
	}
	w := Words{strings.ToValidUTF8(text[start:from], ""), clip(text[from:to]), text[to:end]}
	if len(w.After) > around {
		w.After = w.After[:around]
		if blank := strings.LastIndexByte(w.After, ' '); blank > 0 {
			w.After = w.After[:blank]
		}
		w.After = strings.ToValidUTF8(w.After, "") + " ..."
	}
	if start > 0 && text[start-1] != '\n' {
		if _, whole, cut := strings.Cut(w.Before, " "); cut && text[start-1] != ' ' {
			w.Before = whole
		}
		w.Before = "... " + w.Before
	}
	return w
}

// clip keeps a quote short enough to stand beside a value.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 240 {
		return strings.ToValidUTF8(s[:240], "") + " ..."
	}
	return s
}
