/// What the generator writes.
module Polar.Functional.Tests.Generator.EmissionTests

open System.Text.RegularExpressions
open Expecto
open Polar.Functional.Generator
open Polar.Functional.Tests
open Polar.Tests
open Polar.Functional.Tests.Generator.Documents

let private emit (model: Model) : GeneratedFile list =
    List.concat
        [ ContractsEmitter.emit model
          CoreEmitter.emit model
          FacadeEmitter.emit model
          FakeEmitter.emit model ]

/// Polar's own description.
let private whole () : Model =
    match ApiDescription.document () |> Translation.ofDocument Documentation.empty with
    | Ok model -> model
    | Error fault -> failtest fault

/// A description with something of everything.
let private small () : Model =
    let schemas =
        """"Pet":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}]},"Cat":{"type":"object","required":["kind"],"properties":{"kind":{"type":"string","const":"cat"},"mood":{"type":"string","enum":["calm","wild"]}}},"Dog":{"type":"object","required":["kind","tricks"],"properties":{"kind":{"type":"string","const":"dog"},"tricks":{"type":"array","items":{"type":"string"}}}}"""

    let query =
        """"parameters":[{"name":"limit","in":"query","schema":{"type":"integer","maximum":100}},{"name":"id","in":"path","required":true,"schema":{"type":"string","format":"uuid4"}}],"""

    document schemas $""""/pets/{{id}}":{operation "get" (query + answering "Pet")},"/pets/":{operation "post" (taking "Pet")}"""
    |> model

let private named (path: string) (files: GeneratedFile list) =
    (files |> List.find (fun file -> file.Path.EndsWith path)).Text

let private lines (text: string) = text.Split '\n' |> List.ofArray

[<Tests>]
let tests =
    testList
        "what the generator writes"
        [ testCase "running twice gives the same bytes"
          <| fun () -> Expect.isTrue (emit (small ()) = emit (small ())) "of a small document"

          testCase "running twice gives the same bytes of Polar's description too"
          <| fun () -> Expect.isTrue (emit (whole ()) = emit (whole ())) "every file of every target"

          testCase "a file ends with one line ending, and no line with blanks"
          <| fun () ->
              for file in emit (small ()) @ emit (whole ()) do
                  Expect.isTrue (file.Text.EndsWith '\n' && not (file.Text.EndsWith "\n\n")) $"{file.Path} ends well"

                  for line in lines file.Text do
                      Expect.equal line (line.TrimEnd()) $"{file.Path}: no blanks at the end of a line"

          testCase "C# code keeps to the width of the rest"
          <| fun () ->
              for file in emit (whole ()) do
                  if file.Path.EndsWith ".cs" then
                      for line in lines file.Text do
                          let isProse = line.TrimStart().StartsWith "///"
                          let isLiteral = line.Contains '"'
                          // An expression has no place to be broken at, and is rarely longer.
                          let limit = if isProse || isLiteral then 400 else 260
                          Expect.isLessThanOrEqual line.Length limit $"{file.Path}: {line}"

          testCase "a union keeps what it does not know and is matched by a function a case"
          <| fun () ->
              let pet = emit (small ()) |> named "/Pet.cs"
              Expect.stringContains pet "public abstract partial record Pet : IWire<Pet>" "an abstract base"
              Expect.stringContains pet "public sealed partial record PetUnknown : Pet" "a case for what comes later"

              Expect.stringContains
                  pet
                  "public TResult Match<TResult>(Func<Cat, TResult> cat, Func<Dog, TResult> dog, Func<PetUnknown, TResult> unknown)"
                  "a function a case"

              Expect.stringContains
                  (emit (small ()) |> named "/Cat.cs")
                  "public sealed partial record Cat : Pet, IWire<Cat>"
                  "a sealed case"

          testCase "an operation is a function of the core, a method of the facade and a route of the fake"
          <| fun () ->
              let files = emit (small ())
              Expect.stringContains (named "src/Polar.Functional/Generated/Things.fs" files) "let get (id: Guid)" "the core's"
              Expect.stringContains (named "/ThingsApi.cs" files) "GetAsync(" "the facade's"
              Expect.stringContains (named "/Routes.cs" files) "Template = \"/pets/{id}\"" "the fake's"
              Expect.stringContains (named "/IThingsOperations.cs" files) "Get(" "and its handler's"

          testCase "no name bears an @"
          <| fun () ->
              for file in ContractsEmitter.emit (whole ()) do
                  Expect.isFalse (Regex.IsMatch(file.Text, "@[a-zA-Z]")) file.Path

          testCase "a private field begins with an underscore, or with s_ where it is static"
          <| fun () ->
              for file in emit (whole ()) do
                  for found in Regex.Matches(file.Text, @"private (static )?(readonly )?[\w<>?]+ (\w+)( =|;)") do
                      let name = found.Groups[3].Value
                      Expect.isTrue (name.StartsWith '_' || name.StartsWith "s_") $"{file.Path}: {name}"

          testCase "a status is named once in a sentence"
          <| fun () ->
              let words =
                  Documentation.load (Approved.path "src/Polar.Functional.Generator/Data/documentation.json")

              let model =
                  match ApiDescription.document () |> Translation.ofDocument words with
                  | Ok model -> model
                  | Error fault -> failtest fault

              for file in CoreEmitter.emit model do
                  for line in lines file.Text do
                      if line.TrimStart().StartsWith "///" then
                          let statuses = Regex.Matches(line, "[Ss]tatus \\d+").Count
                          Expect.isLessThanOrEqual statuses 1 $"{file.Path}: {line}"

          testCase "a type's file is in the folder of its resource"
          <| fun () ->
              let paths =
                  set [ for file in ContractsEmitter.emit (whole ()) -> file.Path.Replace("src/Polar.Functional.Contracts/Generated/", "") ]

              for path in
                  [ "Orders/Order.cs" // used by several, named after one
                    "Orders/OrdersListQuery.cs"
                    "CustomerPortal/CustomerOrder.cs" // used by one
                    "Webhooks/WebhookOrderPaidPayload.cs"
                    "Shared/Country.cs" ] do
                  Expect.isTrue (paths.Contains path) path

          testCase "what only failed answers are made of is no type: the core's errors are in their place"
          <| fun () ->
              let paths = ContractsEmitter.emit (whole ()) |> List.map (fun file -> file.Path)

              let isThere (name: string) =
                  paths |> List.exists (fun path -> path.EndsWith $"/{name}.cs")

              Expect.isFalse (isThere "ResourceNotFound" || isThere "HttpValidationError") "failures"
              Expect.isTrue (isThere "BenefitGrantError") "an error that answers speak of"

          testCase "Polar's description has 192 operations and 42 webhooks"
          <| fun () ->
              let model = whole ()
              Expect.equal model.Operations.Length 192 "operations"
              Expect.equal model.Webhooks.Length 42 "webhooks"

              let distinct part =
                  model.Operations |> List.distinctBy part |> List.length

              Expect.equal
                  (distinct (fun operation -> operation.ErrorType))
                  (distinct (fun operation -> operation.Errors |> List.map (fun error -> error.Name, error.Status)))
                  "a name for each set of errors, and no more" ]
