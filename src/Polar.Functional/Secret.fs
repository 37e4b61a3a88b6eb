namespace Polar.Functional

open System

/// A token or another secret. Its text is only for the wire: printing it shows nothing of it.
[<Sealed>]
type Secret(value: string) =
    do ArgumentNullException.ThrowIfNull(value, nameof value)

    /// The secret itself.
    member _.Reveal() : string = value

    override _.Equals(other: obj) =
        match other with
        | :? Secret as other -> String.Equals(other.Reveal(), value, StringComparison.Ordinal)
        | _ -> false

    override _.GetHashCode() =
        value.GetHashCode(StringComparison.Ordinal)

    override _.ToString() = "(secret)"
