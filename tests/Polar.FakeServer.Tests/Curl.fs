/// Lines with curl, as a newcomer pastes them into a shell.
[<RequireQualifiedAccess>]
module Polar.FakeServer.Tests.Curl

open System
open System.Net.Http
open System.Text
open System.Text.RegularExpressions
open Expecto

let private word = Regex @"'(?<word>[^']*)'|""(?<word>[^""]*)""|(?<word>[^\s'""]+)"

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
        request.Method <- HttpMethod.Post
        request.Content <- new StringContent(body, Encoding.UTF8, "application/json")
        fill request rest
    | address :: rest ->
        request.RequestUri <- Uri((Uri address).PathAndQuery, UriKind.Relative)
        fill request rest

/// The request that a line sends; its path alone, so that it can be sent to any fake.
let request (line: string) : HttpRequestMessage =
    let words = [ for found in word.Matches line -> found.Groups["word"].Value ]
    Expect.equal (List.tryHead words) (Some "curl") line
    fill (new HttpRequestMessage()) (List.tail words)
