package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/cmd/assay/schemas"
)

func schemaCommand(p *program) *cobra.Command {
	names := schemas.Names()
	return &cobra.Command{
		Use:       "schema " + strings.Join(names, "|"),
		Short:     "Print the JSON Schema of a document",
		Long:      "Print the JSON Schema (draft 2020-12) of a document, for editors and for programs of your own.",
		Example:   "  assay schema offer > offer.schema.json\n  assay schema verdict",
		ValidArgs: names,
		Args:      commandline.Arguments(1, 1, "the name of a document: "+strings.Join(names, " or ")),
		RunE: func(_ *cobra.Command, args []string) error {
			schema := schemas.Of(args[0])
			if schema == nil {
				return &misuse{
					fmt.Sprintf("there is no schema %q", args[0]),
					"there are: " + strings.Join(names, ", "),
				}
			}
			return p.printJSON(json.RawMessage(schema))
		},
	}
}
