/// The sentences of the documentation data: each operation, group, event and error has one, and each says something of the API.
module Polar.Functional.Tests.Generator.DocumentationTests

open System
open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open Expecto
open Polar.Functional.Generator
open Polar.Functional.Tests

let private path =
    Path.Combine(AppContext.BaseDirectory, "Data", "documentation.json")

let private documentation = lazy (Documentation.load path)

let private modelled =
    lazy
        (match ApiDescription.document () |> Translation.ofDocument documentation.Value with
         | Ok model -> model
         | Error fault -> failwith fault)

/// Every sentence of the file with the place where it stands.
let private sentences =
    lazy
        (use document = JsonDocument.Parse(File.ReadAllText path)

         [ for section in document.RootElement.EnumerateObject() do
               for entry in section.Value.EnumerateObject() do
                   match entry.Value.ValueKind with
                   | JsonValueKind.Object ->
                       for part in entry.Value.EnumerateObject() do
                           $"{section.Name}/{entry.Name}/{part.Name}", Unchecked.nonNull (part.Value.GetString())
                   | _ -> $"{section.Name}/{entry.Name}", Unchecked.nonNull (entry.Value.GetString()) ])

let private operations =
    lazy
        (Facade.Names.functions
         |> List.map (fun declared -> declared.Endpoint.Operation.Id))

let private doubled (texts: string list) =
    texts
    |> List.countBy id
    |> List.choose (fun (text, count) -> if count > 1 then Some text else None)

let private members (model: Model) =
    [ for declaration in model.Declarations do
          match declaration with
          | Declaration.Record record ->
              for entry in record.Members do
                  $"{record.Schema}.{entry.Json}", entry
          | _ -> () ]

let private isNumber (entry: Member) =
    match entry.Type with
    | TypeRef.Scalar(Scalar.Integer | Scalar.Number | Scalar.DecimalText)
    | TypeRef.Map(TypeRef.Scalar Scalar.Integer) -> true
    | _ -> false

let private soundsLikeMoney =
    Regex(@"(^|_)(amounts?|price|total|fee|tax|balance|cents|basis_points|revenue|costs?)(_|$)", RegexOptions.CultureInvariant)

let private names (unit: string) (text: string) =
    text.Contains(unit, StringComparison.Ordinal)

/// Names what there should have been nothing of.
let private none (found: 'item list) (what: string) = Expect.equal found [] what

let private placeholder =
    Regex(
        @"^(The `[^`]+` (member|parameter|of the path)|The schema `|The values of `|One of several forms of `|The operation `|The event `)"
    )

[<Tests>]
let tests =
    testList
        "documentation"
        [ testCase "every sentence ends with a full stop, in one line without spaces around it"
          <| fun () ->
              let wrong =
                  [ for place, text in sentences.Value do
                        if not (text.EndsWith '.') || text <> text.Trim() || text.Contains '\n' then
                            place ]

              none wrong "sentences"

          testCase "backquotes, which mark code, come in pairs"
          <| fun () ->
              let wrong =
                  [ for place, text in sentences.Value do
                        if (text.Split '`').Length % 2 = 0 then
                            place ]

              none wrong "sentences"

          testCase "every operation of the client has a summary, and no two have the same"
          <| fun () ->
              let summaries =
                  [ for id in operations.Value -> id, fst (Documentation.operation id documentation.Value) ]

              let without =
                  [ for id, summary in summaries do
                        if summary.IsNone then
                            id ]

              none without "operations without one"

              none (summaries |> List.choose snd |> doubled) "summaries that several operations share"

          testCase "every summary of an operation is of an operation of the client"
          <| fun () ->
              let known = set operations.Value

              let unknown =
                  [ for section, name in Documentation.entries documentation.Value do
                        if section = "operations" && not (known.Contains name) then
                            name ]

              none unknown "operations that the client does not have"

          testCase "every webhook event has a sentence"
          <| fun () ->
              let without =
                  [ for event in Polar.Functional.WebhookEvent.types do
                        if (Documentation.webhook event documentation.Value).IsNone then
                            event ]

              none without "events without one"

          testCase "every group has a sentence"
          <| fun () ->
              let model = modelled.Value

              let known =
                  set
                      [ for name in (Documentation.groups documentation.Value).Keys ->
                            name.Split '.' |> Array.map Naming.pascal |> List.ofArray ]

              let without =
                  [ for operation in model.Operations do
                        for depth in 1 .. operation.Group.Length do
                            if not (known.Contains(List.take depth operation.Group)) then
                                List.take depth operation.Group ]

              none (List.distinct without) "groups without one"

          testCase "every documented error has a sentence that names its status"
          <| fun () ->
              let model = modelled.Value

              let wrong =
                  [ for operation in model.Operations do
                        for case in operation.Errors do
                            let sentence =
                                case.Code
                                |> Option.bind model.ErrorSummaries.TryFind
                                |> Option.orElse (model.ErrorSummaries.TryFind case.Name)

                            match sentence with
                            | Some text when names $"(status {case.Status})" text -> ()
                            | _ -> case.Name, case.Status ]

              none (List.distinct wrong) "errors without one"

          testCase "every number of money or share says its unit"
          <| fun () ->
              let units =
                  [ "smallest"; "cents"; "basis points" ]
                  // What is counted rather than paid.
                  @ [ "units"; "meter measured"; "seats"; "tokens"; "How many" ]

              let money =
                  members modelled.Value
                  |> List.filter (fun (_, entry) -> isNumber entry && soundsLikeMoney.IsMatch entry.Json)

              let wrong =
                  [ for place, entry in money do
                        if not (units |> List.exists (fun unit -> names unit entry.Summary)) then
                            place, entry.Summary ]

              Expect.isNonEmpty money "members that are looked at"
              none wrong "members without a unit"

          testCase "every moment says that it is in UTC or with its offset"
          <| fun () ->
              let moments =
                  members modelled.Value
                  |> List.filter (fun (_, entry) -> entry.Type = TypeRef.Scalar Scalar.Instant)

              let wrong =
                  [ for place, entry in moments do
                        if not (names "UTC" entry.Summary) then
                            place, entry.Summary ]

              Expect.isNonEmpty moments "members that are looked at"
              none wrong "members that do not say"

          testCase "nothing that the document has is left to a placeholder"
          <| fun () ->
              let model = modelled.Value

              let left =
                  [ for place, entry in members model do
                        place, entry.Summary
                    for declaration in model.Declarations do
                        match declaration with
                        | Declaration.Enum item -> item.Name, item.Summary
                        | Declaration.Union item -> item.Name, item.Summary
                        | Declaration.Record item -> item.Schema, item.Summary
                    for operation in model.Operations do
                        for part in operation.Path do
                            match part with
                            | PathPart.Value parameter -> $"{operation.Id}/{parameter.Json}", parameter.Summary
                            | PathPart.Fixed _ -> ()

                        match operation.Query with
                        | Some query ->
                            for parameter in query.Parameters do
                                $"{operation.Id}?{parameter.Json}", parameter.Summary
                        | None -> () ]
                  |> List.filter (snd >> placeholder.IsMatch)

              none left "placeholders"

          testCase "no entry is about something that the document does not have"
          <| fun () -> none (Coverage.unused documentation.Value modelled.Value) "entries"

          testCase "an entry that names nothing is found out"
          <| fun () ->
              let stray =
                  Documentation.ofText """{"members":{"nothing_of_the_kind":"No."},"nowhere":{"x":"No."}}"""

              Expect.equal (Coverage.unused stray modelled.Value) [ "members", "nothing_of_the_kind"; "nowhere", "x" ] "both"

          testCase "a member's own entry goes before a pattern, the longest pattern before others, and both before the name"
          <| fun () ->
              let words =
                  Documentation.ofText
                      """{"members":{"size":"name","Cat*.size":"short","Cat*Big.size":"long","CatOwn.size":"own","*Dog*.size":"dog"}}"""

              let found =
                  [ for schema in [ "Bird"; "Cat"; "CatVeryBig"; "CatOwn"; "OldDogToo"; "BigCat" ] ->
                        Documentation.memberOf schema "size" words ]

              Expect.equal found (List.map Some [ "name"; "short"; "long"; "own"; "dog"; "name" ]) "sentences"

          testCase "a parameter's entry is looked for at the operation, its groups, and everywhere"
          <| fun () ->
              let words =
                  Documentation.ofText """{"parameters":{"id":"any","a.id":"outer","a:b.id":"inner","a:b:c.id":"own"}}"""

              let found =
                  [ for operation in [ "z:c"; "a:x"; "a:b:x"; "a:b:c" ] -> Documentation.parameter operation "id" words ]

              Expect.equal found (List.map Some [ "any"; "outer"; "inner"; "own" ]) "sentences" ]
