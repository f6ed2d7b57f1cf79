// Package docs holds the documents that the program shows: the record of its forecasts, with pictures, and
// its terms.
//
// The files are those that people read in the repository; nothing here changes them.
//
// Nothing in it is promised to other modules.
package docs

import "embed"

//go:embed track-record.html terms.md *.svg
var files embed.FS

// Terms is the page of terms and definitions, as Markdown.
func Terms() []byte { return text("terms.md") }

// TrackRecord is what verdicts said of real offers and what came, then the record of past forecasts:
// track-record.md and backtest.md, which cmd/docs writes as HTML without raw HTML of theirs.
func TrackRecord() []byte { return text("track-record.html") }

func text(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic("docs: " + name + " is embedded but cannot be read: " + err.Error())
	}
	return data
}

// Picture is an SVG that a document shows; false where there is none of this name.
func Picture(name string) ([]byte, bool) {
	data, err := files.ReadFile(name)
	return data, err == nil && len(name) > 4 && name[len(name)-4:] == ".svg"
}
