/// What the generator makes of members: required or not, null or left out.
module Polar.Functional.Tests.Generator.MemberTranslationTests

open Expecto
open Polar.Functional.Generator
open Polar.Functional.Tests.Generator.Documents
open Polar.Functional.Tests.Generator.Pets
open Polar.Functional.Tests

[<Tests>]
let tests =
    testList
        "generator"
        [ testCase "a member of a PATCH that may be null has three states"
          <| fun () ->
              let change =
                  """"Change":{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]},"b":{"type":"string"}}}"""

              let record =
                  document change $""""/t":{operation "patch" (taking "Change")}"""
                  |> model
                  |> record "Change"

              Expect.equal record.Use Use.Patch "the body of a PATCH"
              Expect.equal (presences record) [ "a", Presence.TriState; "b", Presence.Omittable ] "null only where it means something"

          testCase "a body that may hold all that the body of a PATCH may, and must hold nothing, has three states as well"
          <| fun () ->
              let nullable = """{"anyOf":[{"type":"string"},{"type":"null"}]}"""

              let schemas =
                  $""""Change":{{"type":"object","properties":{{"a":{nullable},"b":{nullable}}}}},"""
                  + $""""Last":{{"type":"object","properties":{{"a":{nullable},"b":{nullable},"c":{nullable}}}}},"""
                  + $""""Other":{{"type":"object","properties":{{"a":{nullable},"c":{nullable}}}}},"""
                  + $""""Create":{{"type":"object","required":["c"],"properties":{{"a":{nullable},"b":{nullable},"c":{nullable}}}}}"""

              let named (name: string) (operation: string) =
                  operation.Replace("things:post", $"things:{name}").Replace("override\":\"post", $"override\":\"{name}")

              let model =
                  document
                      schemas
                      (String.concat
                          ","
                          [ $""""/t":{operation "patch" (taking "Change")}"""
                            $""""/u":{operation "post" (taking "Last") |> named "last"}"""
                            $""""/v":{operation "post" (taking "Other") |> named "other"}"""
                            $""""/w":{operation "post" (taking "Create") |> named "create"}""" ])
                  |> model

              let uses =
                  [ for name in [ "Change"; "Last"; "Other"; "Create" ] -> (record name model).Use ]

              Expect.equal uses [ Use.Patch; Use.Patch; Use.Create; Use.Create ] "uses"

              Expect.equal
                  (presences (record "Last" model))
                  [ "a", Presence.TriState; "b", Presence.TriState; "c", Presence.TriState ]
                  "null takes away"

          testCase "a member of a create body is required, or left out when null, unless null means something"
          <| fun () ->
              let create =
                  """"Create":{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"anyOf":[{"type":"string"},{"type":"null"}]},"c":{"anyOf":[{"type":"string"},{"type":"null"}],"default":"usd"}}}"""

              let record =
                  document create $""""/t":{operation "post" (taking "Create")}"""
                  |> model
                  |> record "Create"

              Expect.equal
                  (presences record)
                  [ "a", Presence.Required; "b", Presence.Omittable; "c", Presence.TriState ]
                  "null differs from a default that is not null"

          testCase "a member of an answer is required, or null when the server leaves it out"
          <| fun () ->
              let thing =
                  """"Thing":{"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},"b":{"anyOf":[{"type":"string"},{"type":"null"}]},"c":{"anyOf":[{"type":"string"},{"type":"null"}]},"d":{"type":"integer"}}}"""

              let record =
                  document thing $""""/t":{operation "get" (answering "Thing")}"""
                  |> model
                  |> record "Thing"

              Expect.equal
                  (presences record)
                  [ "a", Presence.Required
                    "b", Presence.RequiredNullable
                    "c", Presence.NullableOrAbsent
                    "d", Presence.Omittable ]
                  "four kinds"

          testCase "a member that may be null is the type itself, not a wrapper around it"
          <| fun () ->
              let schemas =
                  cat
                  + ""","Owner":{"type":"object","required":["cat","cats"],"properties":{"cat":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"type":"null"}]},"cats":{"type":"array","items":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"type":"null"}]}}}}"""

              let owner =
                  document schemas $""""/t":{operation "get" (answering "Owner")}"""
                  |> model
                  |> record "Owner"

              Expect.equal
                  [ for entry in owner.Members -> entry.Type, entry.Presence ]
                  [ TypeRef.Named "Cat", Presence.RequiredNullable
                    TypeRef.List(TypeRef.Nullable(TypeRef.Named "Cat")), Presence.Required ]
                  "a cat or null, and a list of such" ]
