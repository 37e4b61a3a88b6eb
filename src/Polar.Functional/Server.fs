namespace Polar.Functional

open System

/// Where Polar answers.
[<RequireQualifiedAccess>]
type Server =
    | Production
    | Sandbox
    /// Any other address, such as a fake's: scheme, host and port.
    | At of Uri

    /// The address without a trailing slash.
    member server.Address: string =
        match server with
        | Production -> "https://api.polar.sh"
        | Sandbox -> "https://sandbox-api.polar.sh"
        | At address -> address.GetLeftPart(UriPartial.Path).TrimEnd('/')

/// Who calls, and where: what an executor adds to every request.
type Connection =
    {
        Server: Server
        /// None for the operations that need no token.
        AccessToken: Secret option
        /// For a user's token: the one organization that the calls are restricted to.
        Organization: Guid option
        /// How long a call may take in all.
        Timeout: TimeSpan
    }

[<RequireQualifiedAccess>]
module Connection =

    /// How long a call may take unless something else is said.
    let defaultTimeout: TimeSpan = TimeSpan.FromSeconds 30.0

    /// A connection with a token and the default timeout.
    let create (server: Server) (accessToken: string) : Connection =
        { Server = server
          AccessToken = Some(Secret accessToken)
          Organization = None
          Timeout = defaultTimeout }
