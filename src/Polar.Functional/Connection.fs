namespace Polar.Functional

open System

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
        /// The longest body that is read of an answer, in bytes after decompression; a longer one is an error.
        MaxResponseBytes: int64
        /// The clock that timeouts are measured by.
        Time: TimeProvider
    }

[<RequireQualifiedAccess>]
module Connection =

    /// How long a call may take unless something else is said.
    let defaultTimeout: TimeSpan = TimeSpan.FromSeconds 30.0

    /// How long the body of an answer may be unless something else is said: 64 MiB.
    [<Literal>]
    let DefaultMaxResponseBytes = 67_108_864L

    /// A connection with a token and the defaults. What is wrong with either is the error of every call: nothing is sent then.
    let create (server: Server) (accessToken: string) : Connection =
        ArgumentNullException.ThrowIfNull(server, nameof server)
        ArgumentNullException.ThrowIfNull(accessToken, nameof accessToken)

        { Server = server
          AccessToken = Some(Secret accessToken)
          Organization = None
          Timeout = defaultTimeout
          MaxResponseBytes = DefaultMaxResponseBytes
          Time = TimeProvider.System }

    /// What is wrong with a time limit, as a sentence.
    let internal timeoutFault (timeout: TimeSpan) : string option =
        if timeout <= TimeSpan.Zero then
            Some $"The timeout is {timeout}; give a positive time."
        else
            None

    /// Why nothing can be sent over a connection, as a sentence.
    let internal fault (connection: Connection) : string option =
        let token =
            connection.AccessToken
            |> Option.bind (fun token -> HeaderRules.tokenFault (token.Reveal()))
            |> Option.map (fun fault -> $"The access token {fault}.")

        let limit =
            if connection.MaxResponseBytes < 1L then
                Some $"MaxResponseBytes is {connection.MaxResponseBytes}; give 1 or more."
            else
                None

        [ Server.fault connection.Server
          token
          timeoutFault connection.Timeout
          limit ]
        |> List.tryPick id
