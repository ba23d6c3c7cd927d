/// The rules of the house, checked on what was compiled and on what was written.
///
/// [HouseRules] are about classes, [SourceRules] about files. Each rule is applied twice: to Rota, which must keep
/// it, and to a planted violation below `planted`, which must be found. A rule that finds nothing there is a defect.
@NullMarked
package dev.rota.house;

import org.jspecify.annotations.NullMarked;
