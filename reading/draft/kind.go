package draft

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/assaymining/assay/reading"
)

// What kind of contract a text offers, where its words leave no doubt: a bid on a market, a machine of one's
// own at a host's, or tokens that stand for hashrate. Else the kind is not said.

// kind enters the kind, by the words around what was read; hosting is whether the text is of a host.
func (b *builder) kind(text string, hosting func() bool) {
	first := slices.IndexFunc(b.keys, func(k Key) bool { return slices.Contains(priced, k.Path) })
	switch {
	case first >= 0 && b.keys[first].Path == "price.bid":
		b.doc["kind"] = "market"
	case b.beside(text, "hashrate", tokens):
		b.doc["kind"] = "token"
		b.resale(text)
	case b.at("hardware.model") != nil && b.powered() && hosting():
		b.doc["kind"] = "hosted"
	}
}

// hosting tells, of a text that is looked through once, whether it speaks of hosting and of no cloud.
func hosting(text string) func() bool {
	return sync.OnceValue(func() bool { return named(text, hosts) && !named(text, clouds) })
}

// at is what was read of a key; nil: nothing.
func (b *builder) at(path string) *Key {
	i := slices.IndexFunc(b.keys, func(k Key) bool { return k.Path == path })
	if i < 0 {
		return nil
	}
	return &b.keys[i]
}

// powered reports a price of energy.
func (b *builder) powered() bool {
	return slices.ContainsFunc(b.keys, func(k Key) bool { return strings.HasSuffix(k.Path, ".energy_price") })
}

// beside reports one of the words in the sentence in which a key was read.
func (b *builder) beside(text, path string, words []string) bool {
	k := b.at(path)
	return k != nil && named(sentence(text, k.From, k.To), words)
}

// resale makes a share that is named with a sale the market's, which tokens are sold on.
func (b *builder) resale(text string) {
	list, _ := b.doc["fees"].([]any)
	for i, o := range list {
		path := "fees." + strconv.Itoa(i) + ".revenue_share"
		m, k := o.(map[string]any), b.at(path)
		if k == nil || !named(sentence(text, k.From, k.To), sales) {
			continue
		}
		said := reading.Statement{Quote: k.Quote, From: k.From, To: k.To}
		b.keys = slices.DeleteFunc(b.keys, func(k Key) bool { return k.Path == path })
		b.set("resale.transferable", true, said)
		b.set("resale.market_fee", m["revenue_share"], said)
		for n := range b.keys { // those behind it move up
			for later := i + 1; later < len(list); later++ {
				if rest, ok := strings.CutPrefix(b.keys[n].Path, "fees."+strconv.Itoa(later)+"."); ok {
					b.keys[n].Path = "fees." + strconv.Itoa(later-1) + "." + rest
					break
				}
			}
		}
		b.doc["fees"] = slices.Delete(list, i, i+1)
		return
	}
}

// sentence is the part of a line between full stops around a place.
func sentence(text string, from, to int) string {
	start, end := 0, len(text)
	for _, sign := range []string{". ", "\n", ";", "。", "！", "!"} {
		if at := strings.LastIndex(text[:from], sign); at >= 0 {
			start = max(start, at+len(sign))
		}
		if at := strings.Index(text[to:], sign); at >= 0 {
			end = min(end, to+at)
		}
	}
	return text[start:end]
}

// named reports one of the words in a text.
func named(text string, words []string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// Words by which kinds are told, as people write them in the languages that are read.
var (
	hosts = strings.Split("hosting|hosted|colocation|co-location|host your|host the miner|托管|託管|хостинг|"+
		"размещени|hébergement|alojamiento|hospedagem|hospedaje|colocação|ホスティング|ハウジング|호스팅|위탁|"+
		"होस्टिंग|barındırma|استضافة|ký gửi|gửi máy|titip", "|")
	clouds = strings.Split("cloud|云算力|雲算力|облачн|クラウド|클라우드|क्लाउड|nube|nuvem|nuvola|bulut|"+
		"السحاب|đám mây|awan", "|")
	tokens = strings.Split("token|токен|代币|代幣|通证|通證|トークン|토큰|टोकन|توكن|رمز", "|")
	sales  = strings.Split("sell|resale|secondary|marketplace|verkauf|handelsplatz|vende|venta|venda|"+
		"revente|rivend|продат|продаж|转让|轉讓|出售|卖|賣|売却|販売|판매|매도|बेच|satış|satıl|jual|bán lại|بيع", "|")
)
