package voice

import (
	"bytes"
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// Pages that teach quote what frauds say, line by line: below "you will hear", or each followed by an answer.

// leadsLines reports a line that says that what follows is said by others ("You will hear things like
// these:"), in a text whose title speaks of frauds.
func (d *doc) leadsLines(rows []row, n int) bool {
	c := &d.clauses[rows[n].end-1]
	return d.colon(c) && !rows[n].sells && slices.ContainsFunc(c.Tokens, ofLines) && d.teaches(rows)
}

func ofLines(k phrase.Token) bool { return k.Code() == "lines" }

// teaches reports a text that begins with a title which speaks of frauds, or of what to walk away from.
func (d *doc) teaches(rows []row) bool {
	for _, r := range rows[:min(len(rows), titleRows)] {
		c := &d.clauses[r.first]
		if d.titled(r) && !c.priced() && !c.Question && (c.calls(anyScam) ||
			slices.ContainsFunc(c.Tokens, flees)) {
			return true
		}
	}
	return false
}

// leastQuoted is how many lines must quote something and answer it.
const leastQuoted = 3

// quoted marks the lines that begin with what is quoted and go on with an answer, where most of the answers
// have a no in them: `"2 % a day." No machine does that.` In a text that does not teach only what is quoted
// is of others.
func (d *doc) quoted(rows []row) {
	teaches := d.teaches(rows)
	for n := 0; n < len(rows); {
		end, denied, praised := n, 0, 0
		for ; end < len(rows); end++ {
			answered, praise := d.answered(rows[end])
			if !answered {
				break
			}
			if praise {
				praised++
			} else if d.denies(rows[end]) {
				denied++
			}
		}
		if end-n >= leastQuoted && 2*denied >= end-n && 4*praised <= end-n {
			for _, r := range rows[n:end] {
				if teaches {
					d.told(r)
				} else if q := d.quotationsOf(r); len(q) > 0 {
					d.mute(q[0])
				}
			}
		}
		n = max(end, n+1)
	}
}

// spoken marks three lines or more which are nothing but words in quotation marks, below a line with a no
// that does not speak of the seller: "If it sounds like this, it is not mining". Members tell of themselves.
func (d *doc) spoken(rows []row) {
	for n := 0; n < len(rows); {
		end := n
		for ; end < len(rows) && d.onlyQuoted(rows[end]); end++ {
		}
		if end-n >= leastQuoted && n > 0 {
			lead := &d.clauses[rows[n-1].end-1]
			if lead.Has.Has(isNeg) && !lead.speaks(anyUs) && !lead.priced() {
				for _, r := range rows[n:end] {
					d.told(r)
				}
			}
		}
		n = max(end, n+1)
	}
}

// onlyQuoted reports a line that begins and ends with quotation marks, in which nobody tells of what was.
func (d *doc) onlyQuoted(r row) bool {
	line, _, _ := bytes.Cut(d.Text[d.clauses[r.first].From:], []byte{'\n'})
	line = bytes.Trim(line[:min(len(line), longestSpeech)], " -*.,;")
	return len(line) > 2 && line[0] == '"' && bytes.IndexByte(line[1:], '"') == len(line)-2 &&
		!slices.ContainsFunc(d.clauses[r.first:r.end], func(c clause) bool { return c.Has.Any(past) })
}

// told marks all of a line.
func (d *doc) told(r row) {
	for i := r.first; i < r.end; i++ {
		d.clauses[i].tell()
	}
}

// denies reports a line with a no, or one that ends in calling something a lie.
func (d *doc) denies(r row) bool {
	return d.clauses[r.end-1].calls(anyLieScam) ||
		slices.ContainsFunc(d.clauses[r.first:r.end], func(c clause) bool { return c.Has.Has(isNeg) })
}

// answered reports a line that begins with words in quotation marks and says something behind them, and
// whether that is praise: members of frauds are quoted too ("1.2 % a day since March." It has never failed.).
func (d *doc) answered(r row) (answered, praised bool) {
	from := d.clauses[r.first].From
	line := d.Text[from:d.clauses[r.end-1].To]
	text := bytes.TrimLeft(line, " -*.)0123456789・•"+ideograms+"、")
	text = bytes.Replace(bytes.Replace(text, []byte("「"), []byte(`"`), 1), []byte("」"), []byte(`"`), 1)
	if len(text) == 0 || text[0] != '"' {
		return false, false
	}
	end := bytes.IndexByte(text[1:], '"')
	if end <= 0 || len(bytes.Trim(text[end+2:], " .-")) < leastAnswer {
		return false, false
	}
	answer := from + len(line) - len(text) + end + 2
	return true, slices.ContainsFunc(d.clauses[r.first:r.end], func(c clause) bool {
		return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			return k.From >= answer && praise.Has(k.Concept) || k.From < answer && past.Has(k.Concept)
		})
	})
}

// leastAnswer is the bytes of an answer.
const leastAnswer = 16

// praise is what is said of those who pay, past what members tell.
var praise, past = set("fail norisk protect guar"), set("past")
