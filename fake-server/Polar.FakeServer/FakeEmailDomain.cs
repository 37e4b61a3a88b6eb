using Polar.FakeServer.Simulation;

namespace Polar.FakeServer;

/// <summary>What a domain says about mail to it. Polar asks the name servers; the fake asks <see cref="FakePolarOptions.EmailDomains"/>.</summary>
public enum FakeEmailDomain
{
    /// <summary>Mail can be sent there.</summary>
    TakesMail,

    /// <summary>There is no such domain.</summary>
    DoesNotExist,

    /// <summary>It says that it takes no mail, as <c>example.com</c> does.</summary>
    DoesNotAcceptMail,

    /// <summary>It says that no mail comes from it.</summary>
    DoesNotSendMail,
}
