package grounds

import (
	"strings"
	"sync"

	"github.com/assaymining/assay/internal/pattern"
)

// What stands in a field for "no" and for "I do not know yet" is neither an address nor a place.

// refusals is what is written where something was asked for and not given.
var refusals = []string{
	"no",
	"none",
	"refused",
	"not given",
	"not shown",
	"not disclosed",
	"undisclosed",
	"not provided",
	"not public",
	"withheld",
	"secret",
	"confidential",
	"private",
	"denied",
	"nobody",
	"nowhere",
	"not registered",
	"unregistered",
	"not listed",
	"never",
	"nein",
	"keine",
	"keiner",
	"nicht genannt",
	"geheim",
	"non",
	"aucun",
	"aucune",
	"ninguno",
	"ninguna",
	"nenhum",
	"nessuno",
	"no divulgado",
	"confidencial",
	"нет",
	"не указано",
	"не раскрывается",
	"无",
	"没有",
	"未公开",
	"保密",
	"なし",
	"yok",
}

// blanks is what is written where nothing is known.
var blanks = []string{
	"",
	"-",
	"--",
	"?",
	"...",
	"unknown",
	"n/a",
	"na",
	"n.a.",
	"tbd",
	"tba",
	"to be announced",
	"to be determined",
	"soon",
	"coming soon",
	"coming later",
	"later",
	"not known",
	"not available",
	"not yet",
	"pending",
	"todo",
	"xxx",
	"unbekannt",
	"folgt",
	"inconnu",
	"bientôt",
	"desconocido",
	"próximamente",
	"em breve",
	"неизвестно",
	"скоро",
	"未知",
	"即将公布",
	"待定",
	"不明",
	"未定",
	"yakında",
}

func plain(s string) string { return strings.Trim(strings.ToLower(strings.TrimSpace(s)), ".!()[]\"' ") }

func oneOf(s string, list map[string]bool) bool { return list[plain(s)] }

// plainSet is a list as oneOf compares it, made once.
func plainSet(list []string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := make(map[string]bool, len(list))
		for _, w := range list {
			set[plain(w)] = true
		}
		return set
	})
}

var refused, blank = plainSet(refusals), plainSet(blanks)

// Refused reports whether a text says that something was not given.
func Refused(s string) bool { return oneOf(s, refused()) }

// Given reports whether a text names something, and is neither a refusal nor a blank.
func Given(s string) bool { return !Refused(s) && !oneOf(s, blank()) }

// OnChain reports whether a text has the form of a bitcoin address or of a transaction's hash, alone or
// at the end of a link to an explorer.
func OnChain(s string) bool {
	return chainForm.MatchString(strings.TrimSpace(s[strings.LastIndex(s, "/")+1:]))
}

// chainForm is base58 from 1 or 3, bech32, or 64 hexadecimal digits (BIP 13, 173, 350).
var chainForm = pattern.Of(
	`^(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|(?i:bc1[02-9ac-hj-np-z]{8,87})|[0-9a-fA-F]{64})$`,
)
