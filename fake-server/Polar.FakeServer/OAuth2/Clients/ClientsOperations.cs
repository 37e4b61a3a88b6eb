using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.OAuth2.Clients;

/// <summary>
/// Registration of clients (RFC 7591, RFC 7592). Anybody may register one; then its registration token reads and changes it, or the session of the person
/// who registered it.
/// </summary>
internal sealed class ClientsOperations : IOAuth2ClientsOperations
{
    /// <inheritdoc/>
    public Outcome<ListResource<OAuth2Client>> List(Transaction transaction, OAuth2ClientsListQuery query) =>
        new ListQuery<ClientRow>(transaction.World.OAuth2Clients, [transaction.Caller.User!.Value])
            .Reverse()
            .Page(query.Page, query.Limit, row => row.ToResource());

    /// <inheritdoc/>
    public Reply Create(Transaction transaction, BoundRequest request, OAuth2ClientConfiguration body)
    {
        var metadata = ClientMetadata.Of(body);
        if (Fault(metadata) is { } refusal)
        {
            return refusal;
        }

        var client = transaction.Save(new ClientRow
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            UserId = transaction.Caller.User,
            ClientId = transaction.Random.Token("polar_ci_"),
            ClientSecret = transaction.Random.Token("polar_cs_"),
            RegistrationToken = transaction.Random.Token("polar_crt_"),
            Metadata = metadata,
        });
        return OAuth2Reply.Json(201, new JsonObject(
            [.. client.Metadata.ToMembers(), .. client.ToCredentials(), .. client.ToRegistration(transaction.Settings.BaseAddress)]));
    }

    /// <inheritdoc/>
    public Reply Get(Transaction transaction, BoundRequest request, string clientId)
    {
        var (client, refusal) = Own(transaction, request, clientId);
        return refusal ?? Shown(transaction, client!);
    }

    /// <inheritdoc/>
    public Reply Update(Transaction transaction, BoundRequest request, string clientId, OAuth2ClientConfigurationUpdate body)
    {
        var (client, refusal) = Own(transaction, request, clientId);
        if (refusal is not null)
        {
            return refusal;
        }

        if (body.ClientId != clientId)
        {
            return OAuth2Refusal.InvalidRequest().ToReply();
        }

        var metadata = client!.Metadata.Updated(body);
        return Fault(metadata) ?? Shown(transaction, transaction.Save(client with { Metadata = metadata, ModifiedAt = transaction.Now }));
    }

    /// <inheritdoc/>
    public Reply Delete(Transaction transaction, BoundRequest request, string clientId)
    {
        var (client, refusal) = Own(transaction, request, clientId);
        if (refusal is not null)
        {
            return refusal;
        }

        transaction.Remove(client!);
        return OAuth2Reply.Empty(204);
    }

    private static Reply? Fault(ClientMetadata metadata) => metadata.Fault() is { } member
        ? new OAuth2Refusal(400, "invalid_client_metadata", $"Invalid claim: '{member}'").ToReply()
        : null;

    private static Reply Shown(Transaction transaction, ClientRow client) => OAuth2Reply.Json(200, new JsonObject(
        [.. client.ToCredentials(), .. client.Metadata.ToMembers(), .. client.ToRegistration(transaction.Settings.BaseAddress)]));

    /// <summary>The client, for whom it belongs to.</summary>
    private static (ClientRow? Client, Reply? Refusal) Own(Transaction transaction, BoundRequest request, string clientId)
    {
        var user = transaction.Caller.Kind == SubjectKind.User ? transaction.Caller.User : null;
        var token = user is null ? new OAuth2Request(request.Sent).Bearer : null;
        if (user is null && token is null)
        {
            return (null, OAuth2Refusal.AccessDenied.ToReply());
        }

        var client = transaction.World.OAuth2Clients.Find(ClientRow.ByClientId, clientId);
        var isOwn = client is not null && (user is null ? client.HasRegistrationToken(token!) : client.UserId == user);
        return isOwn ? (client, null) : (null, OAuth2Refusal.UnknownClient(401).ToReply());
    }
}
