/// Operations and webhooks, as the library reads them, become shapes.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.OperationReader

open System
open System.Collections.Generic
open System.Net.Http
open System.Text.Json.Nodes
open Microsoft.OpenApi

let private extension (name: string) (extensions: IDictionary<string, IOpenApiExtension> | null) =
    match extensions with
    | null -> None
    | extensions ->
        match extensions.TryGetValue name with
        | true, (:? JsonNodeExtension as extension) -> Some extension.Node
        | _ -> None

let private mediaType path name =
    match name with
    | "application/json" -> MediaType.Json
    | "application/x-www-form-urlencoded" -> MediaType.Form
    | "text/csv" -> MediaType.Csv
    | other -> refuse path $"the media type '{other}' is not understood"

let private content path (content: seq<KeyValuePair<string, 'media>> | null) schemaOf =
    match SchemaReader.rows content with
    | [] -> None
    | [ entry ] ->
        let path = path /+ "content" /+ entry.Key

        let schema: IOpenApiSchema | null = schemaOf entry.Value

        match schema with
        | null -> refuse path "a body without a schema"
        | schema -> Some(mediaType path entry.Key, SchemaReader.ofSchema (path /+ "schema") schema)
    | _ -> refuse path "several media types for one body are not understood"

let private parameter path (parameter: IOpenApiParameter) =
    let place =
        match Option.ofNullable parameter.In with
        | Some ParameterLocation.Path -> ParameterPlace.Path
        | Some ParameterLocation.Query -> ParameterPlace.Query
        | place -> refuse (path /+ "in") $"a parameter in '{place}' is not understood"

    match parameter.Name, parameter.Schema with
    | NonNull name, NonNull schema ->
        { Json = name
          Place = place
          Shape = SchemaReader.ofSchema (path /+ "schema") schema
          Required = parameter.Required
          Default = SchemaReader.defaultOf schema
          Deprecated = parameter.Deprecated || schema.Deprecated
          DeepObject = (parameter.Style = Nullable ParameterStyle.DeepObject) }
    | _ -> refuse path "a parameter needs a name and a schema"

let private response path (status: string) (response: IOpenApiResponse) =
    match Int32.TryParse status with
    | true, code ->
        { Status = code
          Body = content path response.Content (fun media -> media.Schema) }
    | _ -> refuse path $"the status '{status}' is not understood"

/// An operation under a path of the API.
let operation (path: string) (route: string) (verb: HttpMethod) (operation: OpenApiOperation) : OperationShape =
    let needed name =
        match extension name operation.Extensions with
        | Some node -> SchemaReader.textOf (path /+ name) node
        | None -> refuse (path /+ name) "every operation needs this"

    let security =
        [ for requirement in SchemaReader.rows operation.Security do
              for scheme in requirement -> (scheme.Key.Reference.Id |> Unchecked.nonNull), List.ofSeq scheme.Value ]

    let body =
        match operation.RequestBody with
        | null -> None
        | body ->
            let path = path /+ "requestBody"

            content path body.Content (fun media -> media.Schema)
            |> Option.map (fun (media, shape) ->
                { Media = media
                  Shape = shape
                  Required = body.Required })

    let responses =
        [ for entry in SchemaReader.rows operation.Responses -> response (path /+ "responses" /+ entry.Key) entry.Key entry.Value ]

    { Id =
        match operation.OperationId with
        | null -> refuse (path /+ "operationId") "every operation needs this"
        | id -> id
      Group = needed "x-speakeasy-group"
      Name = needed "x-speakeasy-name-override"
      Method = verb.Method
      Path = route
      Parameters =
        SchemaReader.rows operation.Parameters
        |> List.mapi (fun index -> parameter $"{path}.parameters[{index}]")
      Body = body
      Responses = responses
      Security = security
      Subjects =
        extension "x-polar-allowed-subjects" operation.Extensions
        |> Option.map (fun node ->
            let path = path /+ "x-polar-allowed-subjects"

            match node with
            | :? JsonArray as subjects -> [ for subject in subjects -> SchemaReader.textOf path subject ]
            | _ -> refuse path "a list of subjects is expected")
      Paged = (extension "x-polar-pagination" operation.Extensions).IsSome
      Deprecated = operation.Deprecated }

/// A webhook and the schema of its payload.
let webhook (path: string) (event: string) (item: IOpenApiPathItem) : WebhookShape =
    match SchemaReader.rows item.Operations with
    | [ entry ] ->
        match
            entry.Value.RequestBody
            |> Option.ofObj
            |> Option.bind (fun body -> body.Content |> Option.ofObj)
        with
        | Some media ->
            match content path media (fun media -> media.Schema) with
            | Some(MediaType.Json, Shape.Reference payload) -> { Event = event; Payload = payload }
            | _ -> refuse path "a webhook's payload must be a reference to a schema"
        | None -> refuse path "a webhook needs a payload"
    | _ -> refuse path "a webhook needs exactly one operation"
