package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// answers are what operations answered to a request of the description's own examples, by operation; of
// each list the first three entries. A test writes them and holds them to the answers of the day.
//
//go:embed answers.json
var answers []byte

// exampleAnswers are the answers as values.
func exampleAnswers() (map[string]any, error) {
	var all map[string]any
	if err := json.Unmarshal(answers, &all); err != nil {
		return nil, fmt.Errorf("read example answers: %w", err)
	}
	return all, nil
}

// exampleProblem is what is said of a parameter that is misspelt.
func exampleProblem() any {
	return map[string]any{"title": "Bad Request", "status": 400,
		"detail": `there is no parameter "as_of" here; do you mean "as-of"?`,
		"errors": []any{map[string]any{"path": "query.as_of", "message": `there is no parameter "as_of" here`,
			"repair": `do you mean "as-of"?`}}}
}
