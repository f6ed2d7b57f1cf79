// Package seller reads in a text who sells: the firm's name and the address of its pages, with their words.
//
// Of reads them where the text speaks of itself: behind a label ("Company: ..."), a copyright, a
// registration or a contract's parties, and in its links and mail boxes. A firm that is merely mentioned,
// a pool, a maker, a host, an exchange or one that the seller is unlike, is not the seller; where several
// are left, none is taken.
//
// Nothing in it is promised to other modules.
package seller

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assaymining/assay/internal/pattern"
)

// Words is what was read, and the words it rests on at their place: byte offsets of the text.
type Words struct {
	Value    string
	Quote    string
	From, To int
}

// head and tail are the bytes of a long text that are looked through: who sells is told where it
// begins or ends.
const (
	head = 16 << 10
	tail = 8 << 10
)

// Of is the seller's name and the host of its pages, each empty where the text does not say it.
func Of(text string) (name, host Words) {
	parts := []Words{{Quote: text}}
	if len(text) > head+tail {
		last := len(text) - tail
		parts = []Words{{Quote: text[:head]}, {Quote: text[last:], From: last}}
	}
	for _, part := range parts {
		if name.Value == "" {
			name = moved(nameOf(part.Quote), part.From)
		}
		if host.Value == "" {
			host = moved(hostOf(part.Quote), part.From)
		}
	}
	return name, host
}

func moved(w Words, by int) Words {
	w.From, w.To = w.From+by, w.To+by
	return w
}

// nameOf is the seller's name in a text.
func nameOf(text string) Words {
	for _, way := range ways {
		for _, m := range way.FindAllStringSubmatchIndex(text, 8) {
			w, ok := called(text, m[2], m[3])
			if !ok {
				continue
			}
			w.Quote = strings.TrimLeft(text[m[0]:w.To], "\n\r \t|*#-")
			w.From = w.To - len(w.Quote)
			return w
		}
	}
	return Words{}
}

// form is the legal forms that end a firm's name.
const form = `(?:Ltd|Limited|LLC|L\.L\.C|Inc|Incorporated|Corp|Corporation|PLC|LLP|GmbH|UG|AG|SE|KG|` +
	`B\.?V|N\.?V|` +
	`Pty|S\.?A\.?S?|S\.?L\.?U?|S\.?r\.?l|S\.?p\.?A|S\.?R\.?O|Lda|Ltda|OÜ|OU|UAB|AB|AS|A/S|ApS|Oy|` +
	`Kft|DMCC|FZCO|FZE|` +
	`Sdn\.? Bhd|Pte\.? Ltd|Co\.?,? Ltd|A\.?Ş|Ltd\.? Şti|ООО|АО)`

// word is one word of a name, named several of them.
const (
	word  = `[\p{Lu}\p{Lo}\d][\p{L}\d&'’.\-]*`
	named = word + `(?:[ \t]+(?:(?:&|and|of|de)[ \t]+)?` + word + `){0,5}`
)

// ways is how a text says who sells, the surest first.
var ways = []pattern.Pattern{
	// a label at the start of a line or of a cell, in many languages
	pattern.Of(`(?im)(?:^|\|)[ \t*#-]*(?:company(?: name)?|legal name|seller|provider|` +
		`vendor|operator|issuer|` +
		`lessor|firma|firmenname|anbieter|betreiber|verkäufer|empresa|razón social|vendedor|` +
		`proveedor|razão social|` +
		`fornecedor|société|raison sociale|vendeur|exploitant|éditeur|società|ragione sociale|` +
		`venditore|gestore|` +
		`компания|продавец|оператор|исполнитель|公司名称|公司名稱|公司|卖方|賣方|运营商|会社名|販売者|運営会社|販売業者|` +
		`회사명|회사|상호|판매자|사업자|कंपनी|विक्रेता|perusahaan|penjual|penyedia|công ty|bên bán|nhà cung cấp|` +
		`şirket|satıcı|işletmeci|الشركة|البائع|اسم الشركة)[ \t]*[:：|][ \t]*([^\n|;]{2,80})`),
	pattern.Of(`(?i)(?:©|\(c\)|` +
		`copyright)[ \t]*(?:©[ \t]*)?(?:\d{4}[ \t]*(?:[-–—/,][ \t]*\d{4})?)[ \t,]*` +
		`(?:by[ \t]+)?([^\n|©]{2,80})`),
	pattern.Of(`(` + named + `,?[ \t]+` + form + `)\.?,?[ \t]*(?:\((?:[^)\n]{0,60}[ \t])?` +
		`["“”'«„]?(?:the |die |la |el |l')?(?i:company|we|us|seller|provider|operator|gesellschaft|` +
		`anbieter|empresa|` +
		`société|società)\b)`),
	pattern.Of(`(` + named + `,?[ \t]+` + form + `)\.?,?[ \t]*(?i:\(?(?:is |was |ist |est |` +
		`è |es |é )?(?:a |an |` +
		`una |une |eine )?(?:company |firm |sociedad |société |società )?(?:duly )?(?:registered|` +
		`incorporated|organi[sz]ed|` +
		`established|eingetragen|mit sitz|registrada|inscrita|con sede|con domicilio|com sede|` +
		`sediada|immatriculée|` +
		`inscrite|dont le siège|registrata|iscritta|зарегистрирован|company n|registration n|` +
		`reg\. ?n|hrb|rcs|cnpj|` +
		`nif|cif|vat|p\.? ?iva|инн|огрн))`),
	pattern.Of(`(?i:operated by|owned by|run by|provided by|a service of|a product of|` +
		`a brand of|ein angebot der|` +
		`betrieben von|operado por|operada por|un servicio de|exploité par|un service de|gestito da|` +
		`un servizio di|` +
		`agreement (?:is |made |is made |entered into )?between|contract (?:is )?between|` +
		`vertrag zwischen|contrato entre|contrat entre|contratto tra)[ \t]+(` +
		named + `(?:,?[ \t]+` + form + `)?)`),
	pattern.Of(`(?:Welcome to|Willkommen bei|Bienvenidos? a|Bem-vindos? à|Bienvenue chez|` +
		`Benvenuti in)[ \t]+(` +
		word + `(?:[ \t]+` + word + `){0,3})`),
}

// called is the name in a stretch of the text, cut where it ends.
func called(text string, from, to int) (Words, bool) {
	name := text[from:to]
	for _, end := range ends {
		if loc := end.FindStringIndex(name); loc != nil {
			name = name[:loc[0]]
		}
	}
	lead := len(name) - len(strings.TrimLeft(name, " \t*_\"'“”«»„"))
	name = strings.TrimRight(name[lead:], " \t*_\"'“”«»,:;-–—")
	if !strings.HasSuffix(name, ".") || !short.MatchString(name) {
		name = strings.TrimRight(name, ".")
	}
	n := utf8.RuneCountInString(name)
	first, _ := utf8.DecodeRuneInString(name)
	letters := strings.IndexFunc(name, unicode.IsLetter) >= 0
	if n < 2 || n > 60 || !letters || unicode.IsLower(first) && !strings.Contains(name, ".") && n > 30 ||
		slices.Contains(nobody, strings.ToLower(name)) || strings.Count(name, " ") > 7 ||
		sentence.MatchString(name) {
		return Words{}, false
	}
	return Words{Value: name, From: from + lead, To: from + lead + len(name)}, true
}

// ends is where what is behind a label is no name any more.
var ends = []pattern.Pattern{
	pattern.Of(`(?i)[.,]?[ \t]*(?:all rights reserved|alle rechte|todos los derechos|` +
		`todos os direitos|` +
		`tous droits|tutti i diritti|все права|版权所有|版權所有|tüm hakları|hak cipta)`),
	pattern.Of(`(?i),[ \t]*(?:registered|incorporated|a company|with|based|located|reg\.|` +
		`company n|mit sitz|con sede)`),
	pattern.Of(`[.!?。][ \t]+\p{L}{2,}|[。！？]|[ \t][|•·–—][ \t]|[ \t]{3,}|\(|https?://|www\.`),
}

var (
	// short is a legal form that ends with a point of its own.
	short = pattern.Of(`(?:S\.A|S\.L|S\.r\.l|S\.p\.A|B\.V|N\.V|L\.L\.C|A\.Ş)\.$`)
	// sentence is what no firm is called.
	sentence = pattern.Of(`(?i)\b(?:is|are|will|guarantees?|pays?|offers?|has|your|you|we|` +
		`ist|wird|garantiert|` +
		`es|paga|est|paie|è|это|гарантирует)\b|[%$€£]|\d{3,}`)
	nobody = strings.Fields("the company us we our company none n/a unknown " +
		"seller operator provider anonymous me you mining bitcoin cloud")
)
