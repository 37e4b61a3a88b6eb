namespace Polar.Functional

open System
open System.Globalization
open System.Security.Cryptography
open System.Text
open System.Text.Json
open FsToolkit.ErrorHandling
open Polar.Functional.Contracts

/// Why a delivery is not taken for Polar's.
[<RequireQualifiedAccess>]
type WebhookRefusal =
    /// A header is missing or empty.
    | MissingHeader of Name: string
    /// The timestamp is not a number.
    | MalformedTimestamp
    /// Signed longer ago than the tolerance allows.
    | TooOld
    /// Signed further in the future than the tolerance allows.
    | TooNew
    /// No secret was given, or an empty one.
    | NoSecret
    /// No signature of the delivery matches any of the secrets.
    | NoMatchingSignature

    /// One line for a person.
    member refusal.Message =
        match refusal with
        | MissingHeader name -> $"The header '{name}' is missing."
        | MalformedTimestamp -> "The header 'webhook-timestamp' is not a number of seconds."
        | TooOld -> "The delivery was signed too long ago."
        | TooNew -> "The delivery is signed with a time in the future."
        | NoSecret -> "No secret was given to verify the delivery with."
        | NoMatchingSignature -> "No signature of the delivery matches."

/// The three headers that sign a delivery.
type WebhookHeaders =
    { Id: string
      Timestamp: string
      Signature: string }

/// Verifies deliveries. Nothing here throws.
[<RequireQualifiedAccess>]
module Webhook =

    /// How far a delivery's time may be from now, either way.
    let defaultTolerance: TimeSpan = TimeSpan.FromMinutes 5.0

    /// Base64 with or without padding; None where it is none.
    let private decoded (text: string) =
        let trimmed = text.TrimEnd '='

        match trimmed.Length % 4 with
        | 1 -> None
        | rest ->
            let padded = trimmed + String('=', (4 - rest) % 4)
            let bytes = Array.zeroCreate<byte> padded.Length

            match Convert.TryFromBase64String(padded, bytes) with
            | true, 0 -> None
            | true, written -> Some bytes[.. written - 1]
            | _ -> None

    let private prefix = "whsec_"

    /// The keys that a secret may stand for: its own bytes, and what its remainder decodes to. Polar has signed with either.
    let private keys (secret: string) =
        let own = Encoding.UTF8.GetBytes secret

        let remainder =
            if secret.StartsWith(prefix, StringComparison.Ordinal) then
                secret.Substring prefix.Length
            else
                secret

        match decoded remainder with
        | Some bytes when bytes <> own -> [ own; bytes ]
        | _ -> [ own ]

    /// A secret is often pasted with white space around it, which may or may not be part of it.
    let private keysOf (secret: string) =
        match secret.Trim() with
        | trimmed when trimmed <> secret -> keys trimmed @ keys secret
        | _ -> keys secret

    /// The signature of a delivery with one key, as the header carries it behind `v1,`.
    let internal signature (key: byte[]) (id: string) (timestamp: string) (body: ReadOnlySpan<byte>) : byte[] =
        use hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key)
        hash.AppendData(Encoding.UTF8.GetBytes $"{id}.{timestamp}.")
        hash.AppendData body
        hash.GetHashAndReset()

    /// The key that Polar signs with. Secrets that it makes since September 2026 are `whsec_` and the base64 of 32 bytes, which are the key; all
    /// others, older ones and those that a merchant chose, are the key as they are written.
    let private signingKey (secret: string) =
        let made = Array.zeroCreate<byte> 32

        if
            secret.Length = prefix.Length + 44
            && secret.StartsWith(prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(secret.AsSpan prefix.Length, Span made) = (true, 32)
        then
            made
        else
            Encoding.UTF8.GetBytes secret

    /// Signs a body as Polar signs a delivery, with the time of the attempt: for tests of handlers, whose deliveries are then genuine, or forged
    /// with another secret.
    let sign (secret: string) (id: string) (time: DateTimeOffset) (body: ReadOnlyMemory<byte>) : WebhookHeaders =
        let timestamp = time.ToUnixTimeSeconds().ToString CultureInfo.InvariantCulture

        let signed = signature (signingKey secret) id timestamp body.Span

        { Id = id
          Timestamp = timestamp
          Signature = $"v1,{Convert.ToBase64String signed}" }

    let private present name (value: string | null) =
        match value with
        | null
        | "" -> Error(WebhookRefusal.MissingHeader name)
        | value -> Ok value

    let private candidates (header: string) =
        [ for entry in header.Split(' ', StringSplitOptions.RemoveEmptyEntries) do
              match entry.Split(',', 2) with
              | [| "v1"; encoded |] ->
                  match decoded encoded with
                  | Some bytes -> bytes
                  | None -> ()
              | _ -> () ]

    let private age (tolerance: TimeSpan) (now: DateTimeOffset) (timestamp: string) =
        match Double.TryParse(timestamp, NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, seconds when Double.IsFinite seconds && abs seconds < 1e12 ->
            let age = float (now.ToUnixTimeSeconds()) - seconds

            if age > tolerance.TotalSeconds then
                Error WebhookRefusal.TooOld
            elif age < -tolerance.TotalSeconds then
                Error WebhookRefusal.TooNew
            else
                Ok(Math.Floor(seconds).ToString("f0", CultureInfo.InvariantCulture))
        | _ -> Error WebhookRefusal.MalformedTimestamp

    /// Whether a delivery is Polar's: one of its signatures matches one of the secrets (several during a rotation), and it is not too old or
    /// too new. The body is what came over the wire, byte for byte.
    let verifyAt
        (tolerance: TimeSpan)
        (now: DateTimeOffset)
        (secrets: string seq)
        (headers: WebhookHeaders)
        (body: ReadOnlyMemory<byte>)
        : Result<unit, WebhookRefusal> =
        ArgumentNullException.ThrowIfNull(secrets, nameof secrets)

        let secrets =
            [ for secret in secrets do
                  if not (String.IsNullOrWhiteSpace secret) then
                      secret ]

        result {
            do! secrets.IsEmpty |> Result.requireFalse WebhookRefusal.NoSecret
            let! id = present "webhook-id" headers.Id
            let! timestamp = present "webhook-timestamp" headers.Timestamp
            let! signatures = present "webhook-signature" headers.Signature
            let! signed = age tolerance now timestamp
            let given = candidates signatures
            let mutable matches = false

            // All are compared, whichever matches: how long it takes tells nothing.
            for secret in secrets do
                for key in keysOf secret do
                    let expected = signature key id signed body.Span

                    for candidate in given do
                        if CryptographicOperations.FixedTimeEquals(expected, candidate) then
                            matches <- true

            return! matches |> Result.requireTrue WebhookRefusal.NoMatchingSignature
        }

    /// The same with the default tolerance and the given clock.
    let verify
        (time: TimeProvider)
        (secrets: string seq)
        (headers: WebhookHeaders)
        (body: ReadOnlyMemory<byte>)
        : Result<unit, WebhookRefusal> =
        verifyAt defaultTolerance (time.GetUtcNow()) secrets headers body

    /// The event's type, without looking further; None where the body is no event.
    let internal typeOf (body: ReadOnlyMemory<byte>) : string option =
        try
            use document = JsonDocument.Parse body

            match document.RootElement.ValueKind with
            | JsonValueKind.Object ->
                match document.RootElement.TryGetProperty "type" with
                | true, value when value.ValueKind = JsonValueKind.String -> value.GetString() |> Option.ofObj
                | _ -> None
            | _ -> None
        with
        | :? JsonException
        // An escaped half of a character is found only when the text is fetched.
        | :? InvalidOperationException -> None

    let internal read<'T when 'T :> IWire<'T>> (body: ReadOnlyMemory<byte>) : Result<'T, WireError> =
        let mutable value = Unchecked.defaultof<'T>
        let mutable fault = Unchecked.defaultof<WireError>

        if Wire.TryRead<'T>(body.Span, &value, &fault) then
            Ok value
        else
            Error fault
