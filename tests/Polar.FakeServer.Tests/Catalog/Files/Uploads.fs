/// Files that are announced, uploaded in parts, and completed.
module internal Polar.FakeServer.Tests.Catalog.Files.Uploads

open System
open System.Net.Http
open System.Security.Cryptography
open System.Text
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private sha256 (text: string) =
    Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes text))

/// The body that announces a file of these parts.
let announcement (service: string) (name: string) (mime: string) (parts: string list) (checksums: bool) =
    let mutable start = 0
    let described = JsonArray()

    for index, part in List.indexed parts do
        let entry = JsonObject()
        entry["number"] <- index + 1
        entry["chunk_start"] <- start
        start <- start + part.Length
        entry["chunk_end"] <- start

        if checksums then
            entry["checksum_sha256_base64"] <- sha256 part

        described.Add entry

    let body = JsonObject()
    body["service"] <- service
    body["name"] <- name
    body["mime_type"] <- mime
    body["size"] <- start
    body["checksum_sha256_base64"] <- sha256 (String.concat "" parts)
    body["version"] <- "1.0"
    body["upload"] <- JsonObject([ Collections.Generic.KeyValuePair<string, JsonNode | null>("parts", described) ])
    body.ToJsonString()

let put (fake: FakePolar) (part: JsonNode) (bytes: string) (withHeaders: bool) =
    let request =
        new HttpRequestMessage(HttpMethod.Put, Json.text "url" part, Content = new ByteArrayContent(Encoding.UTF8.GetBytes bytes))

    if withHeaders then
        for header in (Json.at "headers" part).AsObject() do
            request.Headers.TryAddWithoutValidation(header.Key, string header.Value)
            |> ignore

    Http.raw fake request

/// What completes an upload, of the parts and the tags that the storage gave them.
let completion (upload: JsonNode) (parts: (JsonNode * string) list) =
    let body = JsonObject()
    body["id"] <- Json.text "id" upload
    body["path"] <- Json.text "path" upload

    body["parts"] <-
        JsonArray(
            [| for part, tag in parts ->
                   let entry = JsonObject()
                   entry["number"] <- Json.whole "number" part
                   entry["checksum_etag"] <- tag
                   entry["checksum_sha256_base64"] <- null
                   entry :> JsonNode |]
        )

    body.ToJsonString()

/// Announces, uploads and completes; the announced file and the completed one.
let uploaded service name mime (parts: string list) (fake: FakePolar) =
    task {
        let! announced =
            Given.create "/v1/files/" (announcement service name mime parts true) fake

        let given = Json.items "upload.parts" announced
        let mutable tagged = []

        for part, text in List.zip given parts do
            let! answer = put fake part text true
            Expect.equal answer.Status 200 answer.Text
            tagged <- tagged @ [ part, answer.Headers["etag"] ]

        let! completed =
            Http.post $"""/v1/files/{Json.text "id" announced}/uploaded""" (completion (Json.at "upload" announced) tagged) fake

        Expect.equal completed.Status 200 completed.Text
        return announced, completed.Json
    }

let readNames =
    [ "id"
      "organization_id"
      "name"
      "path"
      "mime_type"
      "size"
      "storage_version"
      "checksum_etag"
      "checksum_sha256_base64"
      "checksum_sha256_hex"
      "last_modified_at"
      "version"
      "service"
      "is_uploaded"
      "created_at" ]
