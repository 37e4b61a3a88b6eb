/// Services of a test's own: a mailbox, a lookup of countries, a storage.
module internal Polar.FakeServer.Tests.Simulation.OwnServices

open System
open System.Collections.Concurrent
open System.IO
open System.Net
open System.Net.Http
open System.Text
open System.Text.Json
open System.Text.Json.Nodes
open Microsoft.Extensions.Logging
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Catalog.Files
open Polar.FakeServer.Mail
open Polar.FakeServer.Simulation
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Execution

/// Keeps the mails that it is to send, and throws instead where it is out of order.
[<Sealed>]
type Mailbox() =
    let sent = ConcurrentQueue<FakeEmail>()
    member val Fails = false with get, set
    member _.Tokens = [ for email in sent -> email.Token ]
    member _.Sent = List.ofSeq sent

    interface IMailSender with
        member box.Send email =
            if box.Fails then
                failwith "the mail server is down"

            sent.Enqueue email

/// Says of every address that it is in one country, and remembers which it was asked for.
[<Sealed>]
type OneCountry(answer: unit -> Nullable<Country>) =
    let asked = ConcurrentQueue<IPAddress>()
    member _.Asked = [ for address in asked -> string address ]

    interface ICountryLookup with
        member _.CountryOf address =
            asked.Enqueue address
            answer ()

/// Holds files in memory, and throws instead where it is out of order.
[<Sealed>]
type Shelf() =
    let held = ConcurrentDictionary<string, byte array>()
    let written = ConcurrentQueue<string>()
    member val Fails = false with get, set
    member _.Held = held
    member _.Written = List.ofSeq written

    interface IFileStorage with
        member shelf.Write(key, content) =
            if shelf.Fails then
                raise (IOException "the disk is gone")

            written.Enqueue key
            held[key] <- content.ToArray()

        member shelf.Read key =
            if shelf.Fails then
                raise (IOException "the disk is gone")

            match held.TryGetValue key with
            | true, bytes -> Nullable(ReadOnlyMemory bytes)
            | _ -> Nullable()

/// Announces a file of these parts and uploads them; the announced file, and the answers of the storage.
let upload (parts: string list) (fake: FakePolar) =
    task {
        let described =
            String.Join(
                ',',
                [ for index, part in List.indexed parts -> $"""{{"number":{index + 1},"chunk_start":0,"chunk_end":{part.Length}}}""" ]
            )

        let size = parts |> List.sumBy _.Length

        let! announced =
            Given.create
                "/v1/files/"
                $"""{{"service":"downloadable","name":"a.txt","mime_type":"text/plain","size":{size},"upload":{{"parts":[{described}]}}}}"""
                fake

        let mutable answers = []

        for part, text in List.zip (Json.items "upload.parts" announced) parts do
            let! answer =
                Http.raw
                    fake
                    (new HttpRequestMessage(
                        HttpMethod.Put,
                        Json.text "url" part,
                        Content = new ByteArrayContent(Encoding.UTF8.GetBytes text)
                    ))

            answers <- answers @ [ answer ]

        return announced, answers
    }

let private quoted (text: string) = JsonSerializer.Serialize text

let complete (announced: JsonNode) (answers: Answer list) (fake: FakePolar) =
    let parts =
        String.Join(
            ',',
            [ for index, answer in List.indexed answers ->
                  $"""{{"number":{index + 1},"checksum_etag":{quoted answer.Headers["etag"]},"checksum_sha256_base64":null}}""" ]
        )

    Http.post
        $"""/v1/files/{Json.text "id" announced}/uploaded"""
        $"""{{"id":"{Json.text "upload.id" announced}","path":{quoted (Json.text "upload.path" announced)},"parts":[{parts}]}}"""
        fake

/// Where a file can be read.
let address (announced: JsonNode) (fake: FakePolar) =
    let id = Guid.Parse(Json.text "id" announced)
    fake.ExecuteAsync(fun transaction -> FileUrls.Download(transaction, transaction.World.Table<FileRow>()[id]).Url)
