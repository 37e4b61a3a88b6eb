/// Small API descriptions, written by hand, and what the generator makes of them.
module Polar.Functional.Tests.Generator.Documents

open System.Text.Json
open Expecto
open Polar.Functional.Generator

let operation (verb: string) (inner: string) =
    """{"VERB":{"operationId":"things:VERB","x-speakeasy-group":"things","x-speakeasy-name-override":"VERB",INNER}}"""
        .Replace("VERB", verb)
        .Replace("INNER", inner)

let noContent = "\"responses\":{\"204\":{}}"

let reference (schema: string) =
    """{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/SCHEMA"}}}}""".Replace("SCHEMA", schema)

let answering (schema: string) =
    "\"responses\":{\"200\":" + reference schema + "}"

let taking (schema: string) =
    "\"requestBody\":" + reference schema + "," + noContent

/// A document with these schemas and these paths.
let document (schemas: string) (paths: string) =
    """{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{PATHS},"components":{"schemas":{SCHEMAS}}}"""
        .Replace("PATHS", paths)
        .Replace("SCHEMAS", schemas)

/// A document whose schemas are each the body of an operation, since what no operation needs is not read.
let documentOf (schemas: string) =
    use parsed = JsonDocument.Parse $"{{{schemas}}}"

    [ for schema in parsed.RootElement.EnumerateObject() ->
          $""""/{schema.Name}":{(operation "post" (taking schema.Name)).Replace("things", schema.Name)}""" ]
    |> String.concat ","
    |> document schemas

let model (json: string) =
    match Reader.ofText json |> Result.bind (Translation.ofDocument Documentation.empty) with
    | Ok model -> model
    | Error fault -> failtest fault

let fault (json: string) =
    match Reader.ofText json |> Result.bind (Translation.ofDocument Documentation.empty) with
    | Ok _ -> failtest "this should not have been understood"
    | Error fault -> fault

let record (name: string) (model: Model) =
    model.Declarations
    |> List.pick (fun declaration ->
        match declaration with
        | Declaration.Record record when record.Name = name -> Some record
        | _ -> None)

let union (name: string) (model: Model) =
    model.Declarations
    |> List.pick (fun declaration ->
        match declaration with
        | Declaration.Union union when union.Name = name -> Some union
        | _ -> None)

let presences (record: RecordDeclaration) =
    [ for entry in record.Members -> entry.Json, entry.Presence ]

let types (record: RecordDeclaration) =
    [ for entry in record.Members -> entry.Json, entry.Type ]
