// SPDX-License-Identifier: Apache-2.0

/// What `syntop` asks of a worker and what it answers, as frames over the worker's standard input and output.
///
/// ```
/// Message --> Length (4 bytes, little-endian, of what follows), Type (1 byte), Payload
/// ```
/// The first request is `configure`, answered by `ready`; each later request gets exactly one reply. Payloads are
/// written by `FrameWriter`.
package enum WorkerRequest: Sendable, Equatable {
  /// Limit the address space to so many bytes (0: not at all) and confine the process.
  case configure(addressBytes: Int)
  case extract(path: [UInt8], FileLimits)
  case draw(DrawingRequest)

  package func encoded() -> [UInt8] {
    var frame = FrameWriter()
    switch self {
    case .configure(let addressBytes):
      frame.byte(1)
      frame.integer(addressBytes)
    case .extract(let path, let limits):
      frame.byte(2)
      frame.raw(path)
      for value in [limits.inputBytes, limits.textBytes, limits.depth, limits.pages] { frame.integer(value) }
    case .draw(let request):
      frame.byte(3)
      request.encode(to: &frame)
    }
    return frame.bytes
  }

  package init(decoding bytes: [UInt8]) throws(DamagedFrame) {
    var frame = FrameReader(bytes)
    switch try frame.byte() {
    case 1: self = .configure(addressBytes: try frame.integer())
    case 2:
      let path = try frame.raw()
      var limits = FileLimits()
      limits.inputBytes = try frame.integer()
      limits.textBytes = try frame.integer()
      limits.depth = try frame.integer()
      limits.pages = try frame.integer()
      self = .extract(path: path, limits)
    case 3: self = .draw(try DrawingRequest(decoding: &frame))
    default: throw DamagedFrame(wanted: "a known request", offset: 0)
    }
    try frame.end()
  }
}

package enum WorkerReply: Sendable, Equatable {
  /// The worker's protocol version and how it is confined, one word each.
  case ready(version: Int, confinement: [String])
  /// A frame of `DocumentCodec`.
  case document([UInt8])
  case failure(FileFailure)
  /// A PNG picture.
  case picture([UInt8])

  package static let protocolVersion = 1

  package func encoded() -> [UInt8] {
    var frame = FrameWriter()
    switch self {
    case .ready(let version, let confinement):
      frame.byte(1)
      frame.integer(version)
      frame.strings(confinement)
    case .document(let bytes):
      frame.byte(2)
      frame.raw(bytes)
    case .failure(let failure):
      frame.byte(3)
      frame.string(failure.kind.rawValue)
      frame.string(failure.reason)
    case .picture(let bytes):
      frame.byte(4)
      frame.raw(bytes)
    }
    return frame.bytes
  }

  package init(decoding bytes: [UInt8]) throws(DamagedFrame) {
    var frame = FrameReader(bytes)
    switch try frame.byte() {
    case 1: self = .ready(version: try frame.integer(), confinement: try frame.strings())
    case 2: self = .document(try frame.raw())
    case 3:
      guard let kind = FileFailure.Kind(rawValue: try frame.string()) else {
        throw DamagedFrame(wanted: "a known kind of failure", offset: frame.offset)
      }
      self = .failure(FileFailure(kind, try frame.string()))
    case 4: self = .picture(try frame.raw())
    default: throw DamagedFrame(wanted: "a known reply", offset: 0)
    }
    try frame.end()
  }
}
