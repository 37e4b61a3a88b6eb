/// Options of the command line: each is read, taken from the environment, and explained.
module Polar.FakeServer.Tests.CommandLine.OptionTests

open System
open System.Collections
open System.CommandLine
open System.IO
open System.Threading
open Expecto
open Polar.FakeServer.Tests.CommandLine.Tool
open Polar.FakeServer.Tool
open Polar.FakeServer.Tests.CommandLine.OptionVariables
open Polar.FakeServer.Tests

/// What an option takes, and what it does not.
type private Row =
    {
        Option: string
        /// A value that is taken; a switch has none.
        Value: string option
        /// A value that makes no sense, with what is said of it; nothing where every text makes sense.
        Wrong: (string * string) option
        /// What else must be given.
        With: string list
    }

let private row option value wrong =
    { Option = option
      Value = Some value
      Wrong = wrong
      With = [] }

let private switch option =
    { Option = option
      Value = None
      Wrong = Some("perhaps", "perhaps")
      With = [] }

let private url =
    row "--url" "http://127.0.0.1:9000" (Some("nowhere", "\"nowhere\" is not an address"))

let private hooks = [ "--webhook"; "http://127.0.0.1:9/" ]

/// The options of each command; arguments that it needs stand behind its words.
let private table: (string list * string list * Row list) list =
    [ [ "serve" ],
      [],
      [ row "--host" "::1" (Some("polar", "\"polar\" is not an address"))
        row "--host-name" "polar" (Some("polar:80", "\"polar:80\" is not a name"))
        row "--port" "9000" (Some("65536", "0 to 65535"))
        row "--seed" "7" (Some("x", "whole number"))
        switch "--empty"
        row "--sample" "full" (Some("huge", "there are usual and full"))
        row "--token" "polar_oat_mine" (Some("a b", "letters, digits"))
        row "--clock" "2027-01-01" (Some("tomorrow", "\"tomorrow\" is not a time"))
        switch "--freeze"
        row "--data" "world.db" (Some(" ", "--data needs the name of a file"))
        { row "--data-durability" "process" (Some("never", "\"never\"")) with
            With = [ "--data"; "world.db" ] }
        row "--webhook" "http://127.0.0.1:9/" (Some("ftp://127.0.0.1/", "is not an address"))
        { row "--webhook-secret" (String('s', 32)) (Some("short", "32 characters")) with
            With = hooks }
        { row "--webhook-events" "order.paid" (Some("order.payed", "\"order.payed\"")) with
            With = hooks }
        switch "--allow-external-webhooks"
        row "--rate-limits" "sandbox" (Some("2", "there are off, sandbox and production"))
        row "--record" (Path.Combine(Path.GetTempPath(), "not-there-yet.jsonl")) (Some(Path.GetTempPath(), "is there already"))
        switch "--log"
        switch "--quiet"
        switch "--json" ]
      [ "demo" ], [], []
      [ "open" ], [], []
      [ "open"; "checkout" ],
      [],
      [ row "--product" "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10" None
        row "--customer" "ada@acme.dev" None
        url ]
      [ "open"; "portal" ], [], [ row "--customer" "ada@acme.dev" None; url ]
      [ "open"; "inspector" ], [], [ url ]
      [ "listen" ],
      [],
      [ row "--forward" "http://127.0.0.1:9/" (Some("app", "\"app\" is not an address"))
        row "--events" "order.paid" (Some("order.payed", "\"order.payed\""))
        url ]
      [ "trigger" ], [ "order.paid" ], [ row "--with" "metadata.plan=gold" (Some("gold", "is not name=value")); url ]
      [ "fixtures" ], [ "shop.json" ], [ url ]
      [ "advance" ], [ "P1M" ], [ url ]
      [ "reset" ], [], [ url ]
      [ "snapshot" ], [], []
      [ "snapshot"; "save" ], [ "month" ], [ url ]
      [ "snapshot"; "restore" ], [ "month" ], [ url ]
      [ "snapshot"; "list" ], [], [ url ]
      [ "snapshot"; "delete" ], [ "month" ], [ url ]
      [ "export" ], [ "world.json" ], [ url ]
      [ "import" ], [ "world.json" ], [ url ]
      [ "requests" ],
      [],
      [ row "--limit" "3" (Some("0", "1 at least"))
        row "--operation" "customers:create" None
        switch "--failed"
        switch "--bodies"
        url ]
      [ "webhooks" ],
      [],
      [ row "--limit" "3" (Some("x", "1 at least"))
        row "--type" "order.paid" None
        switch "--bodies"
        url ]
      [ "replay" ], [ "monday.jsonl" ], []
      [ "doctor" ], [], [ url ]
      [ "completion" ], [ "bash" ], [] ]

let private root () =
    CommandLine.Create(Terminal.Plain(TextWriter.Null, TextWriter.Null))

/// Every command with the words that lead to it.
let private commands () : (string list * Command) list =
    let rec below (words: string list) (command: Command) =
        [ for inner in command.Subcommands do
              let words = words @ [ inner.Name ]
              words, inner
              yield! below words inner ]

    below [] (root ())

let private own (command: Command) =
    [ for option in command.Options do
          if option.Name <> "--help" && option.Name <> "--version" then
              option.Name ]

/// What was read for an option, as a text.
let private reading (words: string list) (given: string list) (environment: (string * string) list) (name: string) : string =
    let root = root ()
    let arguments = List.toArray (words @ given)
    let variables = Map.ofList environment

    let struct (parsed, wrong) =
        EnvironmentOptions.Add(root, arguments, root.Parse arguments, variables)

    Expect.isNull wrong "nothing is wrong"
    Expect.isEmpty parsed.Errors "nothing is wrong"

    let option =
        parsed.CommandResult.Command.Options
        |> Seq.find (fun option -> option.Name = name)

    match parsed.GetResult option with
    | null -> failtest $"{name} was not read."
    | result ->
        match result.GetValueOrDefault<obj>() with
        | :? string as text -> text
        | :? IEnumerable as items -> String.Join(",", Seq.cast<obj> items)
        | value -> string value

let private ofTable =
    [ testCase "the table has every command with every option" (fun () ->
          let there =
              [ for words, command in commands () do
                    words, List.sort (own command) ]

          let rows =
              [ for words, _, rows in table do
                    words, rows |> List.map _.Option |> List.sort ]

          Expect.equal (List.sort rows) (List.sort there) "the commands")

      for words, arguments, rows in table do
          let command = String.Join(' ', words)

          for row in rows do
              let needed = words @ arguments @ row.With

              testCase $"{command} {row.Option} is read, and from its variable too" (fun () ->
                  let given = row.Option :: Option.toList row.Value
                  let direct = reading needed given [] row.Option

                  Expect.equal (reading needed [] [ variable row.Option, defaultArg row.Value "true" ] row.Option) direct "the same"

                  match row.Value with
                  | None -> Expect.equal direct "True" "on"
                  | Some _ -> Expect.isNotEmpty direct "its value")

              match row.Wrong with
              | None -> ()
              | Some(wrong, said) ->
                  let attempts =
                      [ (if row.Value.IsNone then
                             [ $"{row.Option}={wrong}" ]
                         else
                             [ row.Option; wrong ]),
                        Map.empty,
                        ""
                        [], Map.ofList [ variable row.Option, wrong ], $"(from {variable row.Option})" ]

                  for given, variables, from in attempts do
                      testCaseTask $"{command} {row.Option} {wrong} {from} is refused in a sentence" (fun () ->
                          task {
                              use output = new StringWriter()
                              let! outcome = runWith variables CancellationToken.None output (needed @ given)
                              Expect.equal (outcome.Code, outcome.Output) (2, "") "exit code"
                              Expect.hasLength (lines outcome.Error) 1 outcome.Error
                              Expect.stringContains outcome.Error said "what is wrong"
                              Expect.stringContains outcome.Error from "where it comes from"
                          }) ]

let private ofHelp =
    [ for words, command in commands () do
          let said = String.Join(' ', "polar-fake" :: words)

          testCase $"{said} has an example that can be typed" (fun () ->
              let description = string command.Description
              let mark = "Example: "
              Expect.stringContains description mark "an example"

              let example =
                  description.Substring(description.IndexOf(mark, StringComparison.Ordinal) + mark.Length)

              Expect.stringStarts example said "of this command"
              let parsed = (root ()).Parse(example.Substring("polar-fake ".Length))
              Expect.isEmpty [ for error in parsed.Errors -> error.Message ] example)

          testCaseTask $"{said} --help says what it does" (fun () ->
              task {
                  let! outcome = run (words @ [ "--help" ])
                  Expect.equal (outcome.Code, outcome.Error) (0, "") "asked for"
                  Expect.stringContains outcome.Output (string command.Description) "what it does"

                  for option in own command do
                      Expect.stringContains outcome.Output option "its options"
              })

          if command.Subcommands.Count = 0 then
              testCaseTask $"{said} --strange is refused in a sentence" (fun () ->
                  task {
                      let needed =
                          table
                          |> List.tryPick (fun (named, needed, _) -> if named = words then Some needed else None)

                      let! outcome = run (words @ defaultArg needed [] @ [ "--strange" ])
                      Expect.equal (outcome.Code, outcome.Output) (2, "") "exit code"
                      Expect.hasLength (lines outcome.Error) 1 outcome.Error
                      Expect.stringContains outcome.Error $"See: {said} --help" "what helps"
                  })
          else
              testCaseTask $"{said} alone is refused in a sentence" (fun () ->
                  task {
                      let! outcome = run words
                      Expect.equal (outcome.Code, outcome.Output) (2, "") "exit code"
                      Expect.hasLength (lines outcome.Error) 1 outcome.Error
                  }) ]

let private ofArguments =
    [ for arguments, said in
          [ [ "advance" ], "advance"
            [ "replay" ], "replay"
            [ "fixtures" ], "fixtures"
            [ "completion" ], "completion"
            [ "completion"; "csh" ], "There is no script for \"csh\"; there are bash, zsh, pwsh, fish"
            [ "open"; "shop" ], "shop"
            [ "snapshot"; "save" ], "save"
            [ "snapshot"; "restore" ], "restore"
            [ "snapshot"; "delete" ], "delete"
            [ "snapshot"; "keep" ], "keep"
            [ "import" ], "import"
            [ "import"; "not-there.json" ], "\"not-there.json\" cannot be read."
            [ "export"; "world.json"; "more" ], "more"
            [ "replay"; "not-there.jsonl" ], "not-there.jsonl"
            [ "trigger"; "order.payed" ], "There is no event \"order.payed\"" ] do
          let typed = String.Join(' ', arguments)

          testCaseTask $"{typed} is refused in a sentence" (fun () ->
              task {
                  let! outcome = run arguments
                  Expect.equal (outcome.Code, outcome.Output) (2, "") "exit code"
                  Expect.hasLength (lines outcome.Error) 1 outcome.Error
                  Expect.stringContains outcome.Error said "what is wrong"
              }) ]

[<Tests>]
let tests = testList "options of the command line" (ofTable @ ofHelp @ ofArguments)
