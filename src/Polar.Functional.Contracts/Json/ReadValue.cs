using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>Reads one value from where the reader stands.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="reader">The reader.</param>
/// <returns>The value.</returns>
internal delegate T ReadValue<out T>(ref Utf8JsonReader reader);
