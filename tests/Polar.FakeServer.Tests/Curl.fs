/// Lines with curl, as a newcomer pastes them into a shell.
[<RequireQualifiedAccess>]
module Polar.FakeServer.Tests.Curl

open System
open System.Net.Http
open System.Text
open System.Text.RegularExpressions
open Expecto

/// A word as a shell reads it: pieces with quotes and without, one right behind the other.
let private word = Regex @"(?:'[^']*'|""[^""]*""|[^\s'""]+)+"

let private piece = Regex @"'(?<text>[^']*)'|""(?<text>[^""]*)""|(?<text>[^'""]+)"

let private unquoted (word: string) =
    String.concat "" [ for found in piece.Matches word -> found.Groups["text"].Value ]

let rec private fill (request: HttpRequestMessage) (arguments: string list) : HttpRequestMessage =
    match arguments with
    | [] -> request
    | "-X" :: method :: rest ->
        request.Method <- HttpMethod method
        fill request rest
    | "-H" :: header :: rest ->
        let at = header.IndexOf ':'
        let name, value = header.Substring(0, at), header.Substring(at + 1).Trim()

        // It belongs to the body, which has it already.
        if name <> "Content-Type" then
            Expect.isTrue (request.Headers.TryAddWithoutValidation(name, value)) name

        fill request rest
    | "-d" :: body :: rest ->
        // As curl has it: a body makes it a POST, unless the line says otherwise.
        if request.Method = HttpMethod.Get then
            request.Method <- HttpMethod.Post

        request.Content <- new StringContent(body, Encoding.UTF8, "application/json")
        fill request rest
    | address :: rest ->
        request.RequestUri <- Uri((Uri address).PathAndQuery, UriKind.Relative)
        fill request rest

/// The request that a line sends; its path alone, so that it can be sent to any fake.
let request (line: string) : HttpRequestMessage =
    let words = [ for found in word.Matches line -> unquoted found.Value ]
    Expect.equal (List.tryHead words) (Some "curl") line
    fill (new HttpRequestMessage()) (List.tail words)
