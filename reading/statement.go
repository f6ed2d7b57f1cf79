package reading

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/phrase"
)

// say adds a statement that rests on a stretch of the folded text.
func (d *doc) say(i int, what, val string, from, to int) *Statement {
	d.found = append(phrase.Roomy(d.found), Statement{What: what, Value: val, clause: i, from: from, to: to})
	s := &d.found[len(d.found)-1]
	s.From, s.To = d.Quoted(from, to)
	s.Quote = d.Source[s.From:s.To]
	return s
}

// ask adds a clause that was not understood.
func (d *doc) ask(c *clause, ask string) {
	from, to := d.Quoted(c.From, c.To)
	d.asked = append(d.asked, Asked{Quote: d.Source[from:to], From: from, To: to, Ask: ask})
}

// settle is what was found, each thing once, in the order of the text.
func (d *doc) settle() []Statement {
	slices.SortStableFunc(d.found, func(a, b Statement) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.What, b.What), cmp.Compare(a.To, b.To))
	})
	d.market()
	out := d.found[:0]
	for _, s := range d.found {
		same := func(o Statement) bool {
			apart := slices.Contains(severally, s.What) && (s.From > o.To || o.From > s.To)
			return o.What == s.What && o.Value == s.Value && o.clause == s.clause && !apart
		}
		if k := slices.IndexFunc(out[max(0, len(out)-12):], same); k >= 0 {
			o := &out[max(0, len(out)-12)+k]
			o.Grave = o.Grave || s.Grave
			if s.Value == "" && s.From <= o.To && s.To > o.To { // two words for one thing
				o.To, o.to, o.Quote = s.To, max(o.to, s.to), d.Source[o.From:s.To]
			}
			continue
		}
		if s.Quote == "" { // of a heading's word in a row below it: the heading said it
			continue
		}
		out = append(out, s)
	}
	return d.weighed(out)
}

// market makes shares of what is mined shares of what is spent, where the text sells hashrate by the day.
func (d *doc) market() {
	sold := slices.ContainsFunc(d.found, func(s Statement) bool {
		return s.What == "price" && strings.HasSuffix(s.Value, "/TH/day")
	})
	for i := range d.found {
		if s := &d.found[i]; sold && s.What == "fee" && !d.ofPool(*s) {
			s.Value = strings.Replace(s.Value, " of revenue", " of spend", 1)
		}
	}
}

// ofPool reports a share that is named as the pool's: "pool fee 1 %", "1 % to the pool".
func (d *doc) ofPool(s Statement) bool {
	before := d.Source[max(0, s.From-poolReach):s.From]
	behind := d.Source[s.To:min(len(d.Source), s.To+poolReach)]
	before = before[strings.LastIndexAny(before, ",;.\n|")+1:]
	if end := strings.IndexAny(behind, ",;.\n|"); end >= 0 {
		behind = behind[:end]
	}
	around := strings.ToLower(before + "|" + behind)
	return slices.ContainsFunc(pools, func(w string) bool { return strings.Contains(around, w) })
}

// pools is the word for a pool, poolReach how many bytes away it may stand.
var pools, poolReach = strings.Fields("pool 池 пул プール 풀 पूल havuz بول تجمع bể"), 24
