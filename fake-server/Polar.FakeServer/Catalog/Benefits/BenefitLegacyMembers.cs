using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Benefits;

/// <summary>What some kinds of benefits are still sent with.</summary>
internal static class BenefitLegacyMembers
{
    public static void Write(ResourceWriter writer, Benefit benefit) => writer.Name("is_tax_applicable").Value(true);

    public static void WriteRepository(ResourceWriter writer, BenefitGitHubRepositoryProperties properties) =>
        writer.Name("repository_id").Value((string?)null);
}
