/// What the generator makes of unions.
module Polar.Functional.Tests.Generator.UnionTranslationTests

open Expecto
open Polar.Functional.Generator
open Polar.Functional.Tests.Generator.Documents
open Polar.Functional.Tests.Generator.Pets
open Polar.Functional.Tests

let private dog =
    """"Dog":{"type":"object","required":["kind","name"],"properties":{"kind":{"type":"string","const":"dog"},"name":{"type":"string"}}}"""

[<Tests>]
let tests =
    testList
        "generator"
        [ testCase "a union with a discriminator is decided by that property, and its base has what all cases share"
          <| fun () ->
              let pet =
                  """"Pet":{"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}],"discriminator":{"propertyName":"kind","mapping":{"cat":"#/components/schemas/Cat","dog":"#/components/schemas/Dog"}}}"""

              let union = documentOf $"{pet},{cat},{dog}" |> model |> union "Pet"
              Expect.equal union.Selection (Selection.ByProperty("kind", [ "cat", "Cat"; "dog", "Dog" ])) "by kind"
              Expect.equal [ for entry in union.Common -> entry.Json ] [ "kind"; "name" ] "lives is the cat's alone"

          testCase "a union without a discriminator is decided by constants and required members"
          <| fun () ->
              let pet =
                  """"Pet":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}]}"""

              let union = documentOf $"{pet},{cat},{dog}" |> model |> union "Pet"

              match union.Selection with
              | Selection.ByShape [ cat; dog ] ->
                  Expect.equal cat.Constants [ [ "kind" ], Literal.Text "cat" ] "the cat's constant"
                  Expect.equal dog.Required [ "kind", false; "name", false ] "what a dog must have"
              | other -> failtest $"%A{other}"

          testCase "a constant that may be left out tells cases apart where it is there"
          <| fun () ->
              let schemas =
                  """"Owner":{"anyOf":[{"$ref":"#/components/schemas/Person"},{"$ref":"#/components/schemas/Club"}]},"Person":{"type":"object","required":["name"],"properties":{"kind":{"type":"string","const":"person"},"name":{"type":"string"}}},"Club":{"type":"object","required":["kind"],"properties":{"kind":{"type":"string","const":"club"},"name":{"type":"string"}}}"""

              match (documentOf schemas |> model |> union "Owner").Selection with
              | Selection.ByShape [ person; club ] ->
                  Expect.equal person.Constants [] "a person need not say so"
                  Expect.equal person.Defaults [ "kind", Literal.Text "person" ] "but cannot say otherwise"
                  Expect.equal (club.Constants, club.Defaults) ([ [ "kind" ], Literal.Text "club" ], []) "a club must"
              | other -> failtest $"%A{other}"

          testCase "a union in a union is a base between"
          <| fun () ->
              let schemas =
                  cat
                  + ","
                  + dog
                  + ""","Pet":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}]},"Animal":{"anyOf":[{"$ref":"#/components/schemas/Pet"},{"$ref":"#/components/schemas/Wolf"}]},"Wolf":{"type":"object","required":["pack"],"properties":{"pack":{"type":"integer"}}}"""

              let model = documentOf schemas |> model
              Expect.equal (union "Pet" model).Base (Some "Animal") "a pet is an animal"
              Expect.equal (record "Cat" model).Base (Some "Pet") "a cat is a pet"

          testCase "a union that is sent has a function a case, named after what it does"
          <| fun () ->
              let schemas =
                  """"Change":{"anyOf":[{"$ref":"#/components/schemas/ThingStop"},{"$ref":"#/components/schemas/ThingRename"},{"$ref":"#/components/schemas/ThingForget"},{"$ref":"#/components/schemas/ThingPause"}]},"ThingStop":{"type":"object","required":["stop"],"properties":{"stop":{"type":"boolean","const":true}}},"ThingRename":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"note":{"type":"string"}}},"ThingForget":{"type":"object","required":["plan"],"properties":{"plan":{"type":"null"}}},"ThingPause":{"type":"object","required":["pause_later"],"properties":{"pause_later":{"type":"boolean"}}}"""

              let change =
                  document schemas $""""/t":{operation "patch" (taking "Change")}"""
                  |> model
                  |> union "Change"

              Expect.equal
                  [ for constructor' in change.Constructors ->
                        constructor'.Name,
                        [ for entry in constructor'.Required -> entry.Json ],
                        [ for entry in constructor'.Optional -> entry.Json ] ]
                  [ "Stop", [], []
                    "Rename", [ "name" ], [ "note" ]
                    "ClearPlan", [], []
                    "PauseLater", [ "pause_later" ], [] ]
                  "a flag, a value, what is cleared, a choice"

              let answered =
                  document schemas $""""/t":{operation "get" (answering "Change")}"""
                  |> model
                  |> union "Change"

              Expect.isEmpty answered.Constructors "what is answered is not made by hand" ]
