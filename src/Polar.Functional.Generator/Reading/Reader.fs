/// Reads an OpenAPI 3.1 document into shapes. What it does not understand is an error that names the JSON path.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.Reader

open System
open System.IO
open System.Net.Http
open System.Threading.Tasks
open Microsoft.OpenApi

let private document (reached: Set<string>) (source: OpenApiDocument) =
    let schemas =
        match source.Components with
        | null -> []
        | components -> SchemaReader.rows components.Schemas

    { Version =
        match source.Info.Version with
        | null -> refuse "$.info.version" "a version is needed"
        | version -> version
      Schemas =
        [ for entry in schemas do
              if reached.Contains entry.Key then
                  entry.Key,
                  match SchemaReader.ofSchema (schemaPath entry.Key) entry.Value with
                  // A schema of its own that says nothing of its members is an object without any, not a map of anything.
                  | Shape.Map { Keys = None; Values = Shape.Any } ->
                      Shape.Object
                          { Members = []
                            Additional = Additional.Ignored }
                  | shape -> shape ]
      Operations =
        [ for route in source.Paths do
              for verb in SchemaReader.rows route.Value.Operations do
                  let path = operationPath route.Key verb.Key.Method
                  OperationReader.operation path route.Key verb.Key verb.Value ]
      Webhooks =
        match source.Webhooks with
        | null -> []
        | webhooks -> [ for entry in webhooks -> OperationReader.webhook ("$.webhooks" /+ entry.Key) entry.Key entry.Value ] }

/// The library's faults come with JSON pointers, `#/paths/~1v1~1orders/get`.
let private ofPointer (pointer: string | null) : string =
    match pointer with
    | null -> "$"
    | pointer ->
        ("$", pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        ||> Array.fold (fun path step ->
            match Int32.TryParse step with
            | true, index when not (path.EndsWith(".responses", StringComparison.Ordinal)) -> $"{path}[{index}]"
            | _ -> path /+ step.Replace("~1", "/").Replace("~0", "~"))

let private ofCheckedText (json: string) (reached: Set<string>) : Result<Document, string> =
    let read = OpenApiDocument.Parse(json, OpenApiConstants.Json)

    let faults =
        match read.Diagnostic with
        | null -> []
        | diagnostic ->
            [ for fault in diagnostic.Errors do
                  // A document reduced to facts has no descriptions, and none is needed.
                  if not (fault.Message.StartsWith("The field 'description' in 'response'", StringComparison.Ordinal)) then
                      $"{ofPointer fault.Pointer}: {fault.Message}" ]

    match faults, read.Document with
    | [], NonNull source ->
        try
            Ok(document reached source)
        with NotUnderstood(path, reason) ->
            Error $"{path}: {reason}"
    | [], _ -> Error "$: this is not an OpenAPI document"
    | faults, _ -> Error(String.concat Environment.NewLine faults)

/// Reads a document's text.
let ofText (json: string) : Result<Document, string> =
    Vocabulary.check json |> Result.bind (ofCheckedText json)

let private isUrl (source: string) =
    source.StartsWith("http://", StringComparison.Ordinal)
    || source.StartsWith("https://", StringComparison.Ordinal)

let private textOf (source: string) : Task<string> =
    if isUrl source then
        task {
            use client = new HttpClient()
            return! client.GetStringAsync(Uri source)
        }
    else
        File.ReadAllTextAsync source

/// Reads a document from a file or a URL.
let load (source: string) : Task<Result<Document, string>> =
    task {
        try
            let! json = textOf source
            return ofText json
        with
        | :? IOException
        | :? UnauthorizedAccessException
        | :? UriFormatException
        | :? HttpRequestException
        | :? OperationCanceledException as fault -> return Error fault.Message
    }
