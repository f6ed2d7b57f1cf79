package seller

import (
	_ "embed"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/assaymining/assay/internal/pattern"
)

// link is an address of pages, a mail box or a bare host.
var link = pattern.Of(`(?i)(https?://|www\.|` +
	`[\w.+-]{1,64}@)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}` +
	`[a-z]{2,24})\b`)

// bare is the ends that a host without "www." or the like may have: others are words ("Node.js").
var bare = strings.Fields("com net org io co info biz online site app xyz cc club live vip " +
	"world cloud finance capital pro " +
	"ltd group company trade tech ai de es fr it ru cn jp kr in vn br mx ar tr uk us ch at nl pl eu")

// hostOf is the host of the seller's pages: of the one domain that the text names as its own.
func hostOf(text string) Words {
	type domain struct {
		Words
		sure int
	}
	var all []domain
	for _, m := range link.FindAllStringSubmatchIndex(text, -1) {
		start := ""
		if m[2] >= 0 {
			start = strings.ToLower(text[m[2]:m[3]])
		}
		own, ok := domainOf(strings.ToLower(text[m[4]:m[5]]), start == "")
		if !ok || elsewhere(text, m[0]) {
			continue
		}
		sure := 0
		if strings.HasSuffix(start, "@") || labelled.MatchString(text[max(0, m[0]-40):m[0]]) {
			sure = 2 // whoever answers there is the seller
		}
		k := slices.IndexFunc(all, func(d domain) bool { return d.Value == own })
		if k < 0 {
			all = append(all, domain{Words{own, text[m[4]:m[5]], m[4], m[5]}, sure})
			continue
		}
		all[k].sure += sure + 1
	}
	slices.SortStableFunc(all, func(a, b domain) int { return b.sure - a.sure })
	if len(all) == 0 || len(all) > 1 && all[0].sure == all[1].sure {
		return Words{} // several are named, and none as the seller's
	}
	return all[0].Words
}

// domainOf is the registered domain of a host under a suffix of the Internet's names, where it can be a
// seller's: none that everybody has, and, alone, none that may be an abbreviation or a file's name.
func domainOf(host string, alone bool) (string, bool) {
	host = strings.TrimPrefix(host, "www.")
	own, err := publicsuffix.EffectiveTLDPlusOne(host)
	_, icann := publicsuffix.PublicSuffix(host)
	if err != nil || !icann {
		return "", false
	}
	label, tld := cutHost(own)
	if alone && (!slices.Contains(bare, tld) || len(label) < 3) {
		return "", false
	}
	return own, !slices.Contains(common, own) && !slices.Contains(common, label)
}

// cutHost is what stands before and behind the last point but those of the suffix.
func cutHost(own string) (label, tld string) {
	label, tld, _ = strings.Cut(own, ".")
	if i := strings.LastIndexByte(tld, '.'); i >= 0 {
		tld = tld[i+1:]
	}
	return label, tld
}

// labelled is what stands before the seller's own address.
var labelled = pattern.Of(`(?i)(?:our (?:web)?site|website|web|homepage|official site|` +
	`visit(?: us)?(?: at)?|sign up(?: at| on)?|` +
	`register(?: at| on)?|join(?: at| on)?|log ?in(?: at)?|sitio|página|site oficial|site|sito|сайт|` +
	`官网|官網|网址|網址|ホームページ|` +
	`홈페이지|वेबसाइट|situs|trang web|web sitesi|الموقع)[ \t:：]*(?:is[ \t]+)?$`)

// aside is what stands before an address of somebody else.
var aside = pattern.Of(`(?i)(?:unlike|not affiliated|not related|impostor|fake|scam|clone|` +
	`beware|warning|pool(?: is| at)?|mine (?:at|on)|` +
	`mined (?:at|on)|points? to|stratum\S*|hosted (?:by|at)|partner\w*|powered by|according to|` +
	`source|see|calculator|as on|via|` +
	`reviews? (?:on|at)|anders als|pool von|a diferencia de|diferente de|contrairement à|` +
	`a differenza di|в отличие от)[^\n.!?]{0,24}$`)

func elsewhere(text string, at int) bool { return aside.MatchString(text[max(0, at-60):at]) }

// common is hosts of everybody: mail boxes, messengers, videos, exchanges, pools, explorers,
// calculators, makers
// and authorities; with their ends, or under any.
//
//go:embed hosts.txt
var hosts string

var common = strings.Fields(hosts)
